"""What the words that somebody searches the history for may mean: who, what, about what, values."""

import re
from collections.abc import Collection, Mapping
from functools import cache

from flask import g
from flask_babel import get_locale

from ortenaudigital.accounts.team.queries import find_people
from ortenaudigital.audit.models import Entry
from ortenaudigital.audit.queries import Word
from ortenaudigital.audit.rules import ROLES
from ortenaudigital.bookings.search import find_bookings
from ortenaudigital.checkin.queries import find_devices
from ortenaudigital.fair.applications.queries import find_exhibitors
from ortenaudigital.kernel.text import fold
from ortenaudigital.web.organiser.history.actions import known_actions
from ortenaudigital.web.organiser.history.subjects import DEVICE, PERSON
from ortenaudigital.web.organiser.history.words import VALUES, value_names
from ortenaudigital.web.shared.answers.tables import words_by

# Of each kind of what entries are about, as many are looked for.
MOST_SUBJECTS = 100
# More words narrow nothing any further.
MOST_WORDS = 6
# Fewer letters stand in too many words of pages.
LEAST_LETTERS = 3
Reach = Collection[int] | None
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_GROUPED = re.compile(r"\d{1,3}([.,\u202f\xa0]\d{3})+")
# Of what the words of some actions depend on, both ways.
_SAMPLES: tuple[Mapping[str, object], ...] = (
    {"answer": "ja", "on": True, "only_necessary": True, "allowed": True},
    {"answer": "nein", "on": False, "only_necessary": False, "allowed": False},
    {"answer": "weniger"},
)
_ALWAYS: dict[str, object] = dict.fromkeys(("number", "tickets", "letters", "rows"), 1) | {
    **dict.fromkeys(("days", "settings", "filters"), ()),
    **{"deed": "", "label": "", "list": "", "table": ""},
}


def read_words(text: str, reach: Reach) -> list[Word]:
    """Return what each word of a text may mean to who may read the history of some events."""
    return [_word(each, reach) for each in text.split()[:MOST_WORDS]]


def subjects_of(text: str, reach: Reach) -> list[str]:
    """Return the bookings, exhibitors, devices and accounts that all words of a text find."""
    event = g.get("event")
    bookings = find_bookings(text, MOST_SUBJECTS, event.id if event else None)
    exhibitors = find_exhibitors(text, reach, MOST_SUBJECTS)
    devices = find_devices(text, reach, MOST_SUBJECTS)
    numbered = [*(f"{DEVICE}{each}" for each in devices), *people_of(text)]
    return [*map(str, bookings), *map(str, exhibitors), *numbered]


def people_of(text: str) -> list[str]:
    """Return the accounts whose name or address has all words of a text."""
    return [f"{PERSON}{each}" for each in find_people(text, MOST_SUBJECTS)]


def _word(word: str, reach: Reach) -> Word:
    folded = fold(word)
    long = len(folded) >= LEAST_LETTERS
    return Word(
        name=word,
        actions=_meant(folded, _deeds(str(get_locale()))) if long else (),
        roles=_meant(folded, _roles(str(get_locale()))) if long else (),
        subjects=subjects_of(word, reach),
        values=(fold(_as_stored(word)), *(_codes(folded) if long else ())),
    )


def _meant(folded: str, words: Mapping[str, str]) -> list[str]:
    return [code for code, said in words.items() if folded in said]


def _codes(folded: str) -> list[str]:
    """Return which stored words mean what pages say by a word."""
    said = {**value_names(), **{code: str(w) for of in VALUES.values() for code, w in of.items()}}
    return [code for code, words in said.items() if folded in fold(words)]


def _as_stored(word: str) -> str:
    """Write a date or a number as values hold it: `01.10.2027` is `2027-10-01`."""
    if date := _DATE.fullmatch(word):
        day, month, year = date.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return re.sub(r"\D", "", word) if _GROUPED.fullmatch(word) else word


@cache
def _deeds(_: str) -> Mapping[str, str]:
    """Return the words of each action in the language of who asks."""
    deed = words_by("macros/words.html", "deed")
    area_deed = words_by("organiser/history/deeds.html", "area_deed")
    found = {}
    for action in set(known_actions()):
        entries = [Entry(action=action, details=_ALWAYS | dict(each)) for each in _SAMPLES]
        said = " ".join(area_deed(entry, deed(entry)) for entry in entries)
        # Kinds of letters stand there too, without words of a deed.
        if action not in said:
            found[action] = fold(said)
    return found


@cache
def _roles(_: str) -> Mapping[str, str]:
    who = words_by("macros/words.html", "who")
    return {role: fold(who(role)) for role in sorted(ROLES)}
