"""The table of answers of exhibitors."""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.events.sections.questions.kinds import QuestionKind
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class ExhibitorAnswer(Model):
    """What was answered to a question, with the words in which it was asked then.

    As of guests: the event may ask in other words later, and what was said stays what it was.
    """

    __tablename__ = "exhibitor_answer"

    exhibitor_id: Mapped[UUID] = mapped_column(
        ForeignKey("exhibitor.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind, "known_kind"))
    title: Mapped[dict[str, str]]
    options: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    given: Mapped[list[str]]
