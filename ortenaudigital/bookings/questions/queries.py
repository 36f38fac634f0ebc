"""Questions about answers: of one booking, and of all of an event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import func, select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.bookings.questions.rules import is_asked, read_questions
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import text_in
from ortenaudigital.events.sections.questions.kinds import NO, OF_OPTIONS, YES, QuestionKind
from ortenaudigital.kernel.db import db


@dataclass(frozen=True)
class Answered:
    """An answer as people read it: the question as it was asked, then what was said."""

    title: Mapping[str, str]
    kind: QuestionKind
    options: Mapping[str, Mapping[str, str]]
    given: Sequence[str]

    def words(self, language: str) -> str:
        """Say the answer in a language."""
        if self.kind in OF_OPTIONS:
            return ", ".join(text_in(self.options.get(key, {}), language) for key in self.given)
        if self.kind is QuestionKind.YES_NO:
            said = {YES: gettext("Ja"), NO: gettext("Nein")}
            return ", ".join(said[each] for each in self.given)
        return "\n".join(self.given)


_IN_ORDER = (Answer.ticket_type_id, Answer.position, Answer.key)


def list_answers(booking_id: UUID) -> Sequence[Answered]:
    """List the answers of a booking in the order of their questions."""
    query = select(Answer).where(Answer.booking_id == booking_id).order_by(*_IN_ORDER)
    return [_answered(each) for each in db.session.scalars(query)]


def list_unanswered(booking: Booking) -> list[Mapping[str, str]]:
    """List the titles of questions that its valid tickets ask for and nobody has answered."""
    given = given_in(booking.id)
    types = {ticket.ticket_type_id: ticket.ticket_type for ticket in booking.valid_tickets}
    return [
        question.title
        for type_id, kind in types.items()
        for question in read_questions(kind.questions)
        if question.required
        and question.key not in given.get(type_id, {})
        and is_asked(question, {key: tuple(each) for key, each in given.get(type_id, {}).items()})
    ]


def given_in(booking_id: UUID) -> dict[int, dict[str, Sequence[str]]]:
    """Return what was answered in a booking, by ticket type and key, to fill a form with."""
    query = select(Answer).where(Answer.booking_id == booking_id)
    found: dict[int, dict[str, Sequence[str]]] = {}
    for answer in db.session.scalars(query):
        found.setdefault(answer.ticket_type_id, {})[answer.key] = answer.given
    return found


# A question in other words is another one: an answer stays with the words it was given to.
Asked = tuple[str, str]


def asked_in(questions: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """Return questions, as their table holds them, by key and German title."""
    return [(question["key"], question["de"]) for question in questions]


def list_asked(event: Event) -> list[Asked]:
    """List the questions of an event: those of now, then former ones that were answered."""
    of_event = select(TicketType.questions).where(TicketType.event_id == event.id)
    types = db.session.scalars(of_event.order_by(TicketType.position))
    asked = [each for questions in types for each in asked_in(questions)]
    answered = sorted((key, title) for _, key, title in count_answers(event))
    return list(dict.fromkeys([*asked, *answered]))


def count_answers(event: Event) -> dict[tuple[str, str, str], int]:
    """Count answers by ticket type, key and German title of the question."""
    title = Answer.title["de"].as_string()
    query = (
        select(TicketType.slug, Answer.key, title, func.count())
        .join(TicketType, TicketType.id == Answer.ticket_type_id)
        .where(TicketType.event_id == event.id)
        .group_by(TicketType.slug, Answer.key, title)
    )
    return {(slug, key, words): number for slug, key, words, number in db.session.execute(query)}


@dataclass(frozen=True)
class Former:
    """A question of a ticket type that was answered, and how often."""

    ticket_type: str
    key: str
    title: str
    answers: int


def answered_now(event: Event) -> list[Former]:
    """List the questions that are asked now and were answered."""
    types = select(TicketType.slug, TicketType.questions).where(TicketType.event_id == event.id)
    asked = {
        (slug, *each)
        for slug, questions in db.session.execute(types)
        for each in asked_in(questions)
    }
    counts = count_answers(event)
    return [Former(*each, number) for each, number in sorted(counts.items()) if each in asked]


def read_answers(booking_ids: Sequence[UUID]) -> dict[tuple[UUID, Asked], Answered]:
    """Return the answers of some bookings by question."""
    query = select(Answer).where(Answer.booking_id.in_(booking_ids))
    return {
        (each.booking_id, (each.key, each.title.get("de", ""))): _answered(each)
        for each in db.session.scalars(query)
    }


def _answered(answer: Answer) -> Answered:
    return Answered(answer.title, answer.kind, answer.options, answer.given)
