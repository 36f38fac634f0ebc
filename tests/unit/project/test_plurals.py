"""A number before a noun is said by `ngettext`: there may be one of it."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from ortenaudigital.kernel.errors import CountedError

CATALOGUE = Path("ortenaudigital/translations/en/LC_MESSAGES/messages.po")
# What counts, as far as names say so; `most`, `least` and periods are constants, and not one.
NUMBERS = "num|number|taken|left|used|granted|booked|tickets|places|shown|size"
# A number, at most one adjective, and a noun: German writes these with a capital.
COUNTED = re.compile(rf"%\((?:{NUMBERS})\)[ds] (?:[a-zäöüß]+e[nrs]? )?[A-ZÄÖÜ]\w+")
# Never one, and why.
MANY = {
    "Mehr als %(number)s Buchungen": "as many as are counted",
    "Mehr als %(number)s Einträge": "as many as are counted",
    "Mehr als %(number)s Briefe": "as many as are counted",
    "Es betrifft mehr als %(num)d Buchungen": "as many as are counted",
    "Das sind %(number)d Zeilen": "too many of them",
    "In der Liste stehen %(number)d Personen": "too many of them",
    "und %(num)d weitere Termine": "the template says it otherwise of one",
    "Die Erinnerung geht %(num)d Tage": "the template says it otherwise of none and one",
    "%(size)d Plätze, um %(percent)d": "of one nothing can be overbooked",
    "%(size)s Tickets, Stand": "the list of the door, which has both",
    "%(size)s Tickets, aber": "the list of the door, which has both",
    "Die Liste wird gerade geladen": "a list in pages",
    "%(used)s Stände mit Netzwerk": "more than there may be",
    "%(taken)s von %(size)s Plätzen": "a share of a whole",
    "%(used)d von %(granted)d": "a share of a whole",
    "%(expected)s der %(booked)s": "a share of a whole",
}


def words_for_many() -> set[str]:
    """Return what refusals say of more than one; they say something else of one."""
    found, waiting = set(), [CountedError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind is not CountedError:
            assert kind.message_for_one != kind.message
            found.add(kind.message)
    return found


def test_no_number_stands_before_a_noun_that_may_be_one() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    single = [each.id for each in catalogue if isinstance(each.id, str)]
    known = words_for_many()
    wrong = [
        each
        for each in single
        if COUNTED.search(each) and each not in known and not any(part in each for part in MANY)
    ]
    assert not wrong, "\n".join(wrong)
