"""Store answers, with the words in which they were asked for. Inside one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.bookings.questions.rules import Given, Question, read_questions, settle
from ortenaudigital.bookings.rules import check_changeable, check_kept
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_rows, lock


def store_answers(
    booking_id: UUID,
    ticket_type_id: int,
    questions: Sequence[Mapping[str, Any]],
    given: Mapping[str, Given],
) -> None:
    """Store what was answered to questions, as their table holds them; the rest is left out."""
    rows = answer_rows(read_questions(questions), given)
    if rows:
        of_booking = {"booking_id": booking_id, "ticket_type_id": ticket_type_id}
        insert_rows(Answer, [{**of_booking, **row} for row in rows])


def answer_rows(questions: Sequence[Question], given: Mapping[str, Given]) -> list[dict[str, Any]]:
    """Return the answers that hold as rows, without whose they are."""
    answers = settle(questions, given).answers
    return [
        {
            "key": question.key,
            "position": position,
            "kind": question.kind,
            "title": dict(question.title),
            "options": {key: dict(question.options[key]) for key in _chosen(question, answers)},
            "given": list(answers[question.key]),
        }
        for position, question in enumerate(questions)
        if question.key in answers
    ]


def _chosen(question: Question, answers: Mapping[str, Given]) -> Sequence[str]:
    return [key for key in answers[question.key] if key in question.options]


def change_answers(
    booking: Booking,
    ticket_type: TicketType,
    given: Mapping[str, Given],
    now: datetime,
    actor: str,
) -> None:
    """Put other answers in the place of those that were given.

    Answers to what is asked no more stay. Raises EventOver, BookingCalledOff, BookingErased.
    """
    booking, event = lock(booking), booking.event
    check_kept(now, erase_at(day.closes_at for day in event.days), booking.erased_at)
    check_changeable(now, event.last_day.closes_at, cancelled=event.is_cancelled)
    asked = [question["key"] for question in ticket_type.questions]
    replaced = (
        Answer.booking_id == booking.id,
        Answer.ticket_type_id == ticket_type.id,
        Answer.key.in_(asked),
    )
    was = dict(db.session.execute(select(Answer.key, Answer.given).where(*replaced)).all())
    db.session.execute(delete(Answer).where(*replaced))
    store_answers(booking.id, ticket_type.id, ticket_type.questions, given)
    rows = answer_rows(read_questions(ticket_type.questions), given)
    becomes = {row["key"]: row["given"] for row in rows}
    others = [f"questions[{key}]" for key in asked if was.get(key) != becomes.get(key)]
    details = {"ticket_type": ticket_type.slug, "fields": others}
    # Which ones, not what they say.
    record("bookings.answers_changed", booking.id, actor, now, event_id=booking.event_id, **details)
