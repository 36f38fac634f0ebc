"""What pages show of exhibitors and their stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ortenaudigital.pictures.queries import PictureFacts


@dataclass(frozen=True)
class ShownStand:
    """A stand that somebody has on a day."""

    label: str
    area: str
    day: date


@dataclass(frozen=True)
class ShownPitch:
    """When and where somebody speaks."""

    stage: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ShownExhibitor:
    """An organisation at the fair, and nothing about any person.

    `description` is in `language`; `translations` holds it in others.
    """

    id: UUID
    name: str
    kind: str
    description: str
    language: str
    translations: Mapping[str, str]
    website: str
    links: tuple[str, ...]
    tags: tuple[str, ...]
    logo: PictureFacts | None
    stands: tuple[ShownStand, ...]
    pitches: tuple[ShownPitch, ...]

    def described(self, language: str) -> tuple[str, str]:
        """Return the description in a language, or as it was first written, and its language."""
        if language != self.language and (text := self.translations.get(language)):
            return text, language
        return self.description, self.language

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses of its pages elsewhere, each once."""
        written = dict.fromkeys((self.website, *self.links))
        return tuple(each for each in written if each.startswith(("https://", "http://")))

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of its stands, each once."""
        return tuple(dict.fromkeys(stand.label for stand in self.stands))

    def labels_by_day(self) -> dict[date, list[str]]:
        """Return the labels of its stands, by day."""
        found: dict[date, list[str]] = {}
        for stand in self.stands:
            found.setdefault(stand.day, []).append(stand.label)
        return found


@dataclass(frozen=True)
class ShownFair:
    """All exhibitors of an event, by name."""

    exhibitors: tuple[ShownExhibitor, ...]

    def find(self, exhibitor_id: UUID) -> ShownExhibitor | None:
        """Return one of them."""
        return next((each for each in self.exhibitors if each.id == exhibitor_id), None)

    @property
    def kinds(self) -> list[str]:
        """Return the kinds there are."""
        return sorted({each.kind for each in self.exhibitors})

    @property
    def tags(self) -> list[str]:
        """Return the tags there are, the most frequent first."""
        numbers: dict[str, int] = {}
        for each in self.exhibitors:
            for tag in each.tags:
                numbers[tag] = numbers.get(tag, 0) + 1
        return sorted(numbers, key=lambda tag: (-numbers[tag], tag.lower()))
