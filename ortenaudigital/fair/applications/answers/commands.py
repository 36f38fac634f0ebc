"""Store what an exhibitor answered. Inside one transaction of the caller."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from ortenaudigital.bookings.questions.commands import answer_rows
from ortenaudigital.bookings.questions.rules import Given, read_questions
from ortenaudigital.fair.applications.answers.models import ExhibitorAnswer
from ortenaudigital.kernel.db.rows import insert_rows


def store_answers(
    exhibitor_id: UUID, questions: Sequence[Mapping[str, Any]], given: Mapping[str, Given]
) -> None:
    """Store what was answered to questions, as the event keeps them; the rest is left out."""
    rows = answer_rows(read_questions(questions), given)
    if rows:
        insert_rows(ExhibitorAnswer, [{"exhibitor_id": exhibitor_id, **row} for row in rows])
