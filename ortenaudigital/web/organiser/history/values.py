"""From which value to which, as pages and files say it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ortenaudigital.audit.models import Entry
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.history.words import name_words, value_words

# What `was` and `becomes` are of.
_OF: Mapping[str, str] = {
    **{"accounts.role_changed": "role", "accounts.removed": "role"},
    **{"bookings.language_changed": "language", "bookings.ticket_moved": "ticket_type"},
    **{"checkin.share_set": "number", "events.extra_places_taken_back": "extra"},
    "stands.passes_granted": "passes",
}
_WITH_STATES = ("events", "stands")
# The words of these say their values already.
_SAID = frozenset(
    (
        *("bookings.language_changed", "bookings.ticket_moved", "checkin.share_set"),
        *("events.extra_places_taken_back", "checkin.checkpoint_set", "checkin.override_set"),
        *("bookings.letters_wanted", "letters.switched"),
    )
)
# What else an entry says of what it is about.
_FACTS: Mapping[str, Mapping[str, str]] = {
    "letters": {"kind": "letter", "language": "language"},
    "accounts": {"role": "role"},
    "events": {"step": "step"},
    "bookings": {"ticket_type": "ticket_type"},
    "access": {"booked": "booked"},
}


@dataclass(frozen=True)
class Change:
    """What something is called, and from what it came to what; only its name if that is all."""

    name: str
    was: str | None = None
    becomes: str | None = None


def changes_of(entry: Entry) -> list[Change]:
    """Return from what to what values changed, and of some only which."""
    return [*_with_values(entry), *(Change(name_words(each)) for each in _only_named(entry))]


def _with_values(entry: Entry) -> Iterator[Change]:
    details = entry.details
    if "becomes" in details and "was" in details:
        place = _OF.get(entry.action) or ("state" if entry.area in _WITH_STATES else "value")
        yield _change(place, details["was"], details["becomes"])
    for moved in details.get("days", ()) if entry.action == "events.imported" else ():
        was, _, becomes = moved.partition(" ")
        if was != becomes:
            yield _change("day_moved", was, becomes)
    for place, was, becomes in _listed(details.get("changes", ())):
        yield _change(place, was, becomes)


def _change(place: str, was: Any, becomes: Any) -> Change:
    return Change(name_words(place), value_words(place, was), value_words(place, becomes))


def _listed(changes: Any) -> Iterator[Sequence[Any]]:
    # What was written at first about texts of letters was by part.
    if isinstance(changes, Mapping):
        yield from ((part, *pair) for part, pair in changes.items())
    else:
        yield from changes


def _only_named(entry: Entry) -> Sequence[str]:
    fields: Sequence[str] = entry.details.get("fields", ())
    return fields


@organiser.app_template_filter("entry_changes")
def shown_changes(entry: Entry) -> list[Change]:
    """Return the changes with values that the words of an entry do not say already."""
    return [] if entry.action in _SAID else list(_with_values(entry))


@organiser.app_template_filter("entry_names")
def shown_names(entry: Entry) -> list[str]:
    """Return what changed without a value that is written down."""
    return [name_words(each) for each in _only_named(entry)]


@organiser.app_template_filter("entry_facts")
def facts_of(entry: Entry) -> list[tuple[str, str]]:
    """Return what else an entry says of what it is about: a name and a value each."""
    return [
        (name_words(place), value_words(place, entry.details[key]))
        for key, place in _FACTS.get(entry.area, {}).items()
        if entry.details.get(key) is not None
    ]
