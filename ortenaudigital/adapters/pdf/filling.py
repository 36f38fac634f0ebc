"""Documents whose pages differ in few places: masters are copied, and their places filled.

Only the words of the places are laid out for each document, as blocks of a page of their own. What
a block paints becomes a form, which is painted at the place.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from ortenaudigital.adapters.pdf.masters import master_of
from ortenaudigital.adapters.pdf.pages import Pages
from ortenaudigital.adapters.pdf.rendering import IncompleteDocument, lay_out


@dataclass(frozen=True)
class Sheet:
    """A page to be made from a master, and what fills its places.

    The master is HTML. `place:NAME` as a link or an alternative text is filled from `texts`, as the
    address of an image from `images`: squares, the width in pixels and the rows with a bit a pixel,
    1 for white. An image whose alternative text is `place:words` becomes words; `words` has the
    names of these in the order of their blocks.
    """

    master: str
    bookmark: str
    texts: Mapping[str, str]
    words: Sequence[str]
    images: Mapping[str, tuple[int, bytes]]


def fill(words: str, sheets: Sequence[Sheet], stylesheet: str) -> bytes:
    """Make a tagged PDF of sheets. Raises IncompleteDocument.

    `words` is HTML with the title and the language of the document, and with one block for each
    place that becomes words, in the order of the sheets: as large as the place, and with its
    overflow hidden.
    """
    masters = [master_of(sheet.master, stylesheet) for sheet in sheets]
    for sheet, master in zip(sheets, masters, strict=True):
        if lost := sheet.images.keys() - master.places.keys():
            raise IncompleteDocument(f"no place for {', '.join(sorted(lost))}")

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        document.metadata.include_in_pdf(pdf, "ua", 1, None, compress=True)
        forms = iter(_forms(pdf))
        pages = Pages(pdf)
        for sheet, master in zip(sheets, masters, strict=True):
            filled = {name: next(forms) for name in sheet.words}
            for name, (width, rows) in sheet.images.items():
                filled[name] = _added(pdf, _image(width, rows))
            # Words that do not fit on the page any more are left out; images are never.
            places = {number: filled[name] for name, number in master.places.items()}
            pages.add(master, sheet.bookmark, sheet.texts, places)
        pages.finish()

    data: bytes = lay_out(words, stylesheet).write_pdf(finisher=finish)
    return data


def _added(pdf: pydyf.PDF, made: pydyf.Object) -> bytes:
    pdf.add_object(made)
    return bytes(made.reference)


def _image(width: int, rows: bytes) -> pydyf.Stream:
    size = {"Width": width, "Height": width, "ColorSpace": "/DeviceGray", "BitsPerComponent": 1}
    kind = {"Type": "/XObject", "Subtype": "/Image", "Interpolate": "false"}
    # Not packed by pydyf, which tries its hardest: a fifth of the time of a page, for no byte.
    packed = {"Filter": "/FlateDecode"}
    return pydyf.Stream([zlib.compress(rows)], kind | size | packed)


def _forms(pdf: pydyf.PDF) -> list[bytes]:
    """Take the pages of words apart into a form for each block, and leave no page."""
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    pdf.pages["Kids"].clear()
    pdf.pages["Count"] = 0
    forms = []
    for page in pages:
        painted = pdf.objects[int(page["Contents"].split()[0])].stream
        for box, block in _blocks(painted):
            forms.append(_added(pdf, _form(box, block, page["Resources"])))
        # They keep their numbers, but nothing leads to them any more.
        page.clear()
        painted.clear()
    return forms


def _blocks(painted: list[Any]) -> Iterator[tuple[list[float], list[Any]]]:
    """Find what is painted in each box that hides its overflow; a box is x, y, width, height."""
    n = 0
    while n < len(painted):
        if painted[n] == b"W" and painted[n - 1].endswith(b" re"):
            box = [float(number) for number in painted[n - 1].split()[:4]]
            start = n = n + 2
            depth = 1
            while depth:
                depth += {b"q": 1, b"Q": -1}.get(painted[n], 0)
                n += 1
            yield box, painted[start : n - 1]
        n += 1


def _form(box: list[float], painted: list[Any], resources: bytes) -> pydyf.Stream:
    x, y, width, height = box
    # The place is a square of 1 by 1, and its y goes up.
    matrix = (1 / width, 0, 0, -1 / height, -x / width, 1 + y / height)
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array((x, y, x + width, y + height)),
        # More digits than pydyf gives: they are multiplied by hundreds.
        "Matrix": b"[" + b" ".join(b"%.10f" % number for number in matrix) + b"]",
        "Resources": resources,
    }
    return pydyf.Stream(painted, extra, compress=True)
