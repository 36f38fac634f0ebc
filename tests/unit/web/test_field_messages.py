"""Each fault of a field has plain German words of its own, filled with what was written."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages import fields, wholes
from ortenaudigital.events.messages.fields import UNREADABLE, field_fault
from ortenaudigital.events.sections.basics import BasicsPlan
from ortenaudigital.events.sections.booking import BookingPlan
from ortenaudigital.events.sections.days import DayPlan
from ortenaudigital.events.sections.door import DoorPlan
from ortenaudigital.events.sections.fair.floor import StandPlan
from ortenaudigital.events.sections.ticket_types import TicketTypePlan
from ortenaudigital.events.sections.toml.reading import Faults
from ortenaudigital.events.sections.values import Section

DAY = {"date": "2027-10-01", "opens": "08:30", "closes": "13:00"}
TICKET = {
    "slug": "buerger",
    "title": {"de": "Bürger"},
    "admits_to": ["2027-10-01"],
    "quota": 5,
    "access": "public",
}
STAND = {"label": "A1"}
TITLE = {"title": "Digitaltag"}


@pytest.mark.parametrize(
    ("plan", "values", "place", "words"),
    [
        (BasicsPlan, {}, "title", "Bitte füllen Sie dieses Feld aus."),
        (BasicsPlan, {"title": " "}, "title", "Bitte füllen Sie dieses Feld aus."),
        (BasicsPlan, {"title": "a\nb"}, "title", "Bitte schreiben Sie das in eine Zeile."),
        (BasicsPlan, {"title": "a\tb"}, "title", "Leerzeichen statt eines Tabulators"),
        (BasicsPlan, {"title": "\ufffd"}, "title", "ging ein Buchstabe verloren"),
        (BasicsPlan, {"title": "a\u202e"}, "title", "Das unsichtbare Zeichen U+202E"),
        (BasicsPlan, {"title": "x" * 201}, "title", "201 Zeichen; möglich sind höchstens 200."),
        (BasicsPlan, TITLE | {"colour": "red"}, "colour", "gibt es hier nicht"),
        (BasicsPlan, TITLE | {"timezone": "Mars"}, "timezone", "„Mars“ ist keine Zeitzone."),
        (BasicsPlan, TITLE | {"claim": {"en": "x"}}, "claim", "Der deutsche Text fehlt."),
        (BasicsPlan, TITLE | {"claim": {"de": ""}}, "claim", "Der deutsche Text ist leer."),
        (BasicsPlan, TITLE | {"claim": {"de": "x", "it": "x"}}, "claim", "„it“ ist keine der"),
        (BasicsPlan, TITLE | {"contact_email": "x"}, "contact_email", "genau eine E-Mail-Adresse"),
        (BookingPlan, {"booking_opens": "bald"}, "booking_opens", "„bald“ ist kein Zeitpunkt"),
        (BookingPlan, {"booking_opens": "2027-06-01T08:00:00"}, "booking_opens", "Abstand zur We"),
        (DoorPlan, {"reentry": "ja"}, "reentry", "Bitte wählen Sie ja oder nein."),
        (DayPlan, DAY | {"date": "1.10.2027"}, "date", "„1.10.2027“ ist kein Datum"),
        (DayPlan, DAY | {"date": "9999-12-31"}, "date", "Das Jahr 9999 liegt nicht zwischen 2000"),
        (DayPlan, DAY | {"opens": "8:30"}, "opens", "„8:30“ ist keine Uhrzeit wie 08:30."),
        (DayPlan, DAY | {"opens": "24:00"}, "opens", "24:00 ist das Ende des Tages."),
        (TicketTypePlan, TICKET | {"slug": "A B"}, "slug", "kleine Buchstaben, Ziffern und"),
        (TicketTypePlan, TICKET | {"quota": -1}, "quota", "Die Zahl ist zu klein; möglich ist sie"),
        (TicketTypePlan, TICKET | {"quota": "5"}, "quota", "Bitte geben Sie eine ganze Zahl an."),
        (
            TicketTypePlan,
            TICKET | {"max_per_booking": 51},
            "max_per_booking",
            "möglich ist sie bis",
        ),
        (TicketTypePlan, TICKET | {"access": "all"}, "access", "Bitte wählen Sie etwas aus der Li"),
        (TicketTypePlan, TICKET | {"price": "5"}, "price", "Bitte wählen Sie etwas aus der Liste"),
        (
            TicketTypePlan,
            TICKET | {"admits_to": []},
            "admits_to",
            "Bitte geben Sie mindestens 1 an",
        ),
        (StandPlan, STAND | {"note": "x" * 201}, "note", "höchstens 200"),
    ],
)
def test_a_fault_of_a_field_says_in_german_what_to_do(
    plan: type[Section], values: dict[str, Any], place: str, words: str
) -> None:
    with pytest.raises(ValidationError):
        plan.model_validate(values)
    faults = Faults()
    faults.check(plan, values, "part")
    error = faults.refuse()
    assert isinstance(error, EventFileError)
    (field,) = error.said
    assert field.place.startswith(f"part.{place}")
    assert words in field.message % field.values


def test_each_message_is_filled_by_what_its_english_words_name() -> None:
    for english, german in (*fields._OURS.values(), *wholes._WHOLES.values()):
        named = set(re.findall(r"{(\w+)}", english))
        # The English of a number of tickets is made where it is counted.
        named |= {"taken"} if "words" in named else set()
        assert named >= set(re.findall(r"%\((\w+)\)", german))


def test_what_nobody_foresaw_asks_to_look_at_the_field() -> None:
    assert field_fault("title", "recursion_loop", None).message == UNREADABLE


def test_no_section_says_a_fault_without_a_code() -> None:
    for path in Path("ortenaudigital/events/sections").glob("*.py"):
        assert "raise ValueError(" not in path.read_text(encoding="utf-8"), path.name
