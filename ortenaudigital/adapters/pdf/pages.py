"""Pages from masters in one document, with the tree of their tags and their bookmarks."""

from collections.abc import Iterable, Mapping, Sequence

import pydyf

from ortenaudigital.adapters.pdf.masters import Key, Master, Part, Reference, Text

References = Mapping[int, bytes]


class _Written(pydyf.Object):
    """An object that is there as bytes."""

    # In the place of two properties, which would write it each time.
    data = b""
    compressible = True

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data
        self.compressible = not data.endswith(b"endstream")


class Pages:
    """What is added to a document that has no pages and no tags yet."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document"})
        self._document["K"] = pydyf.Array()
        pdf.add_object(self._root)
        pdf.add_object(self._document)
        self._keys = pydyf.Array()
        self._bookmarks: list[pydyf.Dictionary] = []
        self._shared: dict[int, References] = {}

    def add(
        self, master: Master, bookmark: str, texts: Mapping[str, str], places: References
    ) -> None:
        """Add a copy of a master; `places` has the references to what fills its places."""
        parents = (self._pdf.pages.reference, self._document.reference)
        known = {**dict(zip(master.parents, parents, strict=True)), **places}
        known |= self._shared_with(master)
        first_key = len(self._keys) // 2
        references = self._add(master.own, known, texts, first_key)
        page = references[master.page]
        self._pdf.pages["Kids"].append(page)
        self._pdf.pages["Count"] += 1
        self._document["K"] += [references[tag] for tag in master.tags]
        for key, tags in master.keys.items():
            self._keys += [first_key + key, _written(tags, references, texts, first_key)]
        self._add_bookmark(bookmark, page, master.bookmark)

    def _shared_with(self, master: Master) -> References:
        # Once in a document, however many pages are made from it.
        if id(master) not in self._shared:
            self._shared[id(master)] = self._add(master.shared, {}, {}, 0)
        return self._shared[id(master)]

    def _add(
        self,
        objects: Mapping[int, Sequence[Part]],
        known: References,
        texts: Mapping[str, str],
        first_key: int,
    ) -> References:
        """Add objects with new numbers, and return the references to all that is known then."""
        start = len(self._pdf.objects)
        references = {**known, **{old: b"%d 0 R" % (start + n) for n, old in enumerate(objects)}}
        for parts in objects.values():
            self._pdf.add_object(_Written(_written(parts, references, texts, first_key)))
        return references

    def _add_bookmark(self, words: str, page: bytes, place: tuple[float, float]) -> None:
        destination = pydyf.Array((page, "/XYZ", *place, 0))
        bookmark = pydyf.Dictionary({"Title": pydyf.String(words), "Dest": destination})
        self._pdf.add_object(bookmark)
        if self._bookmarks:
            self._bookmarks[-1]["Next"] = bookmark.reference
            bookmark["Prev"] = self._bookmarks[-1].reference
        self._bookmarks.append(bookmark)

    def finish(self) -> None:
        """Say in the catalogue what was added."""
        outlines, keys = pydyf.Dictionary(), pydyf.Dictionary({"Nums": self._keys})
        self._pdf.add_object(outlines)
        self._pdf.add_object(keys)
        outlines["First"] = self._bookmarks[0].reference
        outlines["Last"] = self._bookmarks[-1].reference
        outlines["Count"] = len(self._bookmarks)
        for bookmark in self._bookmarks:
            bookmark["Parent"] = outlines.reference
        self._document["P"] = self._root.reference
        self._root["K"] = pydyf.Array((self._document.reference,))
        self._root["ParentTree"] = keys.reference
        self._pdf.catalog["Outlines"] = outlines.reference
        self._pdf.catalog["StructTreeRoot"] = self._root.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _written(
    parts: Iterable[Part], references: References, texts: Mapping[str, str], first_key: int
) -> bytes:
    def write(part: Part) -> bytes:
        match part:
            case Reference():
                return references[part.number]
            case Text():
                return bytes(pydyf.String(texts[part.place]).data)
            case Key():
                return b"%d" % (first_key + part.number)
        return part

    return b"".join(part if isinstance(part, bytes) else write(part) for part in parts)
