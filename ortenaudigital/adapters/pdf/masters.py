"""Masters: pages laid out once, in parts that all copies share and parts that each has of its own.

The layout of a ticket is the same for all guests but for a name, a code and two addresses, and
takes three quarters of the time of a ticket.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import pydyf

from ortenaudigital.adapters.pdf.rendering import lay_out

# Each takes about 70 kB: the kinds of tickets of an event in three languages, and some of the next.
KEPT = 32
# Strings first, so that what somebody wrote is never taken for a reference.
TOKEN = re.compile(
    rb"\(place:(?P<text>\w+)\)|\((?:[^\\()]|\\.)*\)|<[0-9a-f]*>"
    rb"|\b(?P<number>\d+) 0 R\b|(?<=/StructParent )(?P<key>\d+)|(?<=/StructParents )(?P<keys>\d+)"
)
# The alternative text of a place that is filled with words, which can be read themselves.
WORDS = "place:words"


@dataclass(frozen=True)
class Reference:
    """Stands for the reference to an object, by its number in the master."""

    number: int


@dataclass(frozen=True)
class Text:
    """Stands for a string that each copy has its own of: an address, an alternative text."""

    place: str


@dataclass(frozen=True)
class Key:
    """Stands for a key in the parent tree of the tags: 0 for the page, then its links."""

    number: int


Part = bytes | Reference | Text | Key


@dataclass(frozen=True)
class Master:
    """A page in parts; objects are named by their numbers in the document it was laid out in."""

    page: int
    # Of which the page is a part: of the list of pages, and of the document in the tree of tags.
    parents: tuple[int, int]
    # The numbers of the images that kept them. Those that did not fit on the page are missing.
    places: Mapping[str, int]
    # The same for all copies: fonts, what is painted.
    shared: Mapping[int, list[Part]]
    # Each copy's own: the page itself, its links, its tags.
    own: Mapping[int, list[Part]]
    # The tags on top, and which tag is whose parent.
    tags: list[int]
    keys: Mapping[int, list[Part]]
    # Where the bookmark leads, in points from the left and the bottom.
    bookmark: tuple[float, float]


@lru_cache(KEPT)
def master_of(html: str, stylesheet: str) -> Master:
    """Lay out a page and take it apart. Raises IncompleteDocument.

    Kept by what it is made from, so that a page that has changed in any way is another one, and
    nobody has to know of changes. Nothing in it may be about a person.
    """
    places: list[str] = []
    documents: list[pydyf.PDF] = []
    document = lay_out(html, stylesheet, places)
    document.write_pdf(pdf_variant="pdf/ua-1", finisher=lambda _, pdf: documents.append(pdf))
    _name_fonts(documents[0], html)
    return _taken_apart(documents[0], places)


def _name_fonts(pdf: pydyf.PDF, html: str) -> None:
    """Give the subsets of fonts names that no other master's have, nor those of the words.

    WeasyPrint gives all subsets of a font the same, and a printer may take one for the other.
    """
    tag = bytes(ord("A") + byte % 26 for byte in sha256(html.encode()).digest()[:6])
    for each in pdf.objects:
        for key in ("BaseFont", "FontName"):
            if isinstance(each, dict) and key in each:
                each[key] = b"/%s+%s" % (tag, each[key].partition(b"+")[2])


def _taken_apart(pdf: pydyf.PDF, places: list[str]) -> Master:
    number, _, _ = pdf.pages["Kids"]
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    document, keys = _object(pdf, root["K"][0]), _object(pdf, root["ParentTree"])["Nums"]
    for tag in pdf.objects:
        if isinstance(tag, dict) and tag.get("S") == "/Figure" and tag["Alt"].string == WORDS:
            _retag(tag, _object(pdf, pdf.objects[number]["Contents"]))
    kept = {places[image.extra["Width"] - 1]: image.number for image in _images(pdf)}
    parents = (pdf.pages.number, document.number)
    tops = [int(tag.split()[0]) for tag in document["K"]]
    objects = _reachable(pdf, [number, *tops], {*parents, *kept.values()})
    own = _own(objects, {number, *kept.values()})
    return Master(
        page=number,
        parents=parents,
        places=kept,
        shared={each: objects[each] for each in objects if each not in own},
        own={each: objects[each] for each in objects if each in own},
        tags=tops,
        keys={keys[n]: _parts(_data(keys[n + 1])) for n in range(0, len(keys), 2)},
        bookmark=_bookmark(pdf),
    )


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _bookmark(pdf: pydyf.PDF) -> tuple[float, float]:
    if "Outlines" not in pdf.catalog:
        # Without a word in its heading.
        return 0, pdf.objects[pdf.pages["Kids"][0]]["MediaBox"][3]
    outline = _object(pdf, _object(pdf, pdf.catalog["Outlines"])["First"])
    return outline["Dest"][2], outline["Dest"][3]


def _images(pdf: pydyf.PDF) -> Iterator[Any]:
    for each in pdf.objects:
        if getattr(each, "extra", {}).get("Subtype") == "/Image":
            yield each


def _retag(tag: Any, painted: Any) -> None:
    """Make the tag of an image that of words, where it is painted as well."""
    (mark,) = tag["K"]
    tag["S"] = "/Span"
    del tag["Alt"], tag["A"]
    for n, item in enumerate(painted.stream):
        if isinstance(item, dict) and item.get("MCID") == mark:
            painted.stream[n - 1] = "/Span"


def _reachable(pdf: pydyf.PDF, start: list[int], ends: set[int]) -> dict[int, list[Part]]:
    """Return the objects that `start` needs, in parts, without those at which it `ends`."""
    found: dict[int, list[Part]] = {}
    waiting = list(start)
    while waiting:
        number = waiting.pop()
        if number in found or number in ends:
            continue
        found[number] = _parts(pdf.objects[number].data)
        waiting += [part.number for part in found[number] if isinstance(part, Reference)]
    return found


def _own(objects: dict[int, list[Part]], differing: set[int]) -> set[int]:
    """Return the objects that differ from copy to copy, or lead to one that does."""
    own = set(differing)
    while True:
        found = {each for each in objects if any(_differs(part, own) for part in objects[each])}
        if found <= own:
            return own
        own |= found


def _differs(part: Part, own: set[int]) -> bool:
    if isinstance(part, Reference):
        return part.number in own
    return isinstance(part, Text | Key)


def _data(value: Any) -> bytes:
    return value if isinstance(value, bytes) else bytes(value.data)


def _parts(data: bytes) -> list[Part]:
    """Split an object at what the copies have their own of."""
    head, stream, body = data.partition(b"\nstream\n")
    parts: list[Part] = []
    position = 0
    for token in TOKEN.finditer(head):
        if token.lastgroup is None:
            continue
        parts += [head[position : token.start()], _part(token.lastgroup, token[token.lastgroup])]
        position = token.end()
    return [*parts, head[position:] + stream + body]


def _part(kind: str, value: bytes) -> Part:
    if kind == "text":
        return Text(value.decode())
    return Reference(int(value)) if kind == "number" else Key(int(value))
