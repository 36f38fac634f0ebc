"""How badges are laid out, on plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Layout(StrEnum):
    """On which paper."""

    # Four on a sheet of A4, with marks where it is cut.
    A4 = "a4"
    A6 = "a6"

    @property
    def a_page(self) -> int:
        """Return how many badges a page holds."""
        return 4 if self is Layout.A4 else 1


@dataclass(frozen=True)
class Badge:
    """What stands on a badge; `address` is in its QR code."""

    name: str
    organisation: str
    short_code: str
    address: str


def size_of(words: str, *, wide: int) -> str:
    """Say how large words are written, so that they fit: `wide` letters stand in one large line."""
    longest = max(map(len, words.split()), default=0)
    if len(words) > wide * 4 or longest > wide * 2:
        return "longest"
    if len(words) > wide * 2 or longest > wide * 1.4:
        return "longer"
    return "long" if len(words) > wide * 1.3 or longest > wide else ""


def pages_of(badges: Sequence[T], layout: Layout) -> Iterator[Sequence[T]]:
    """Divide badges into pages."""
    for start in range(0, len(badges), layout.a_page):
        yield badges[start : start + layout.a_page]
