"""Find exhibitors: purely, among those of one event."""

from dataclasses import dataclass
from datetime import date

from ortenaudigital.guests.fair.values import ShownExhibitor
from ortenaudigital.kernel.text import fold, search_text


@dataclass(frozen=True)
class Wanted:
    """What a visitor looks for; what is empty leaves all."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    day: date | None = None

    def __bool__(self) -> bool:
        """Say whether anything is looked for."""
        return bool(self.words.strip() or self.kind or self.tag or self.day)


def find(exhibitors: tuple[ShownExhibitor, ...], wanted: Wanted) -> list[ShownExhibitor]:
    """Return those that have all of the words, in their order."""
    words = fold(wanted.words).replace(",", " ").split()
    return [each for each in exhibitors if _fits(each, wanted) and _has(each, words)]


def _fits(exhibitor: ShownExhibitor, wanted: Wanted) -> bool:
    days = {stand.day for stand in exhibitor.stands}
    return (
        wanted.kind in ("", exhibitor.kind)
        and (not wanted.tag or wanted.tag in exhibitor.tags)
        and (wanted.day is None or wanted.day in days)
    )


def _has(exhibitor: ShownExhibitor, words: list[str]) -> bool:
    if not words:
        return True
    texts = (exhibitor.description, *exhibitor.translations.values())
    found = search_text(exhibitor.name, *exhibitor.tags, *exhibitor.labels, *texts)
    return all(word in found for word in words)
