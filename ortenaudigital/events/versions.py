"""What is different between two versions of an event, on plain values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What tells the entries of a list apart, so that one that moved is not taken for another.
_NAMES = ("date", "slug", "label", "key")
_NAMING_NOBODY = frozenset(
    (
        *("access", "kind", "proof_of_work", "timezone", "host", "co_organisers"),
        *("admits_to", "quotas", "checkpoints", "days", "needs", "embed_on", "feedback_url"),
    )
)
_OF_VENUE = frozenset(("event.venue.name", "event.venue.town", "event.venue.address"))
# Dates, times of day and moments are no texts.
_MOMENT = re.compile(r"[0-9]{4}-[0-9-]{5}(T[0-9:.+Z-]+)?|[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True)
class FieldChange:
    """A field by its place, such as `day[2027-10-01].opens`; None where there was nothing."""

    place: str
    old: Any
    new: Any


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Say which fields differ between two documents of an event, in the order of the file."""
    was, becomes = dict(_fields("", old)), dict(_fields("", new))
    places = dict.fromkeys([*was, *becomes])
    return tuple(
        FieldChange(place, was.get(place), becomes.get(place))
        for place in places
        if was.get(place) != becomes.get(place)
    )


def _fields(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _fields(f"{place}.{key}" if place else key, each)
    elif _is_of_entries(value):
        for i, entry in enumerate(value):
            yield from _fields(f"{place}[{_name(entry, i)}]", entry)
    else:
        yield place, value


def _is_of_entries(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(each, Mapping) for each in value)
    )


def _name(entry: Mapping[str, Any], index: int) -> Any:
    return next((entry[name] for name in _NAMES if name in entry), index)


# Enough to see what a change was about; the version before it is kept as a whole.
MOST_RECORDED = 40


def recorded(changes: Sequence[FieldChange]) -> dict[str, Any]:
    """Return what the history says of changes: values that are no texts, and names of the others.

    Texts may name people, and are read in the former version. Where it is, and what is one of few
    words, names nobody.
    """
    few = changes[:MOST_RECORDED]
    plain = [each for each in few if _is_said(each)]
    return {
        "changes": [[each.place, each.old, each.new] for each in plain],
        "fields": [each.place for each in few if each not in plain],
    }


def _is_said(change: FieldChange) -> bool:
    name = change.place.rpartition(".")[2]
    named = name in _NAMING_NOBODY or change.place in _OF_VENUE
    return named or (_is_plain(change.old) and _is_plain(change.new))


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, str) or bool(_MOMENT.fullmatch(value))


def as_lines(changes: Iterable[FieldChange]) -> list[str]:
    """Write changes for the command line, one a line."""
    return [f"{each.place}: {_said(each.old)} became {_said(each.new)}" for each in changes]


def _said(value: Any) -> str:
    return "nothing" if value is None else str(value)
