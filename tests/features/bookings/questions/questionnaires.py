"""Events whose tickets ask something."""

from datetime import timedelta
from typing import Any

from ortenaudigital.event_changes.commands import Outcome, import_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, event_file_text, make_towns

QUESTIONS = """
[[ticket_type.questions]]
key = "town"
de = "Woher kommen Sie?"
en = "Where do you come from?"
fr = "D'où venez-vous ?"
max_length = 40
[[ticket_type.questions]]
key = "office"
kind = "choice"
de = "Fachbereich"
en = "Department"
fr = "Service"
required = true
options = [
  { key = "bau", de = "Bauamt", en = "Planning" },
  { key = "kultur", de = "Kulturamt", en = "Culture" },
]
[[ticket_type.questions]]
key = "topics"
kind = "choices"
de = "Themen"
options = [
  { key = "ki", de = "KI" },
  { key = "akte", de = "E-Akte" },
  { key = "daten", de = "Daten" },
]
[[ticket_type.questions]]
key = "before"
kind = "yes_no"
de = "Haben Sie Vorkenntnisse?"
en = "Do you have previous knowledge?"
[[ticket_type.questions]]
key = "which"
kind = "lines"
de = "Welche Vorkenntnisse?"
required = true
only_if = { question = "before", answers = ["yes"] }
"""
GOOD = {"office": ("bau",)}


def questionnaire(questions: str = QUESTIONS, **changes: Any) -> str:
    """Write an event whose citizen ticket asks something."""
    text = event_file_text(**changes)
    public = 'access = "public"\n'
    return text.replace(public, f"{public}{questions}", 1)


def make_asking_event(questions: str = QUESTIONS, **changes: Any) -> Event:
    make_towns()
    return get_event(import_again(questions, **changes).slug)


def make_asking_event_today() -> Event:
    today = local(utc_now(), "Europe/Berlin").date()
    days: dict[str, Any] = {"first": today - timedelta(days=1), "second": today}
    return make_asking_event(opens="00:00", closes="24:00", **days)


def import_again(questions: str, **changes: Any) -> Outcome:
    """Import the event, with these questions in the place of those it had."""
    file = read_event_file(questionnaire(questions, **changes))
    with transaction():
        return import_event(file, Decision(), BOOKED_AT, "test")
