"""The table of answers."""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.events.sections.questions.kinds import QuestionKind
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model

CHOSEN = text("kind IN ('choice', 'choices', 'yes_no')")


class Answer(Model):
    """What was answered to a question, with the words in which it was asked then.

    The file of the event may ask in other words later, or no more: what people said stays what they
    said. `given` is as in `rules`; `options` are the titles of what was chosen.
    """

    __tablename__ = "answer"
    __table_args__ = (
        Index(None, "ticket_type_id"),
        # By what was chosen. Texts are longer than an index of PostgreSQL can hold.
        Index(
            "ix_answer_chosen",
            *("ticket_type_id", "key", text("CAST(given AS TEXT)"), "booking_id"),
            sqlite_where=CHOSEN,
            postgresql_where=CHOSEN,
        ),
    )

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind, "known_kind"))
    title: Mapped[dict[str, str]]
    options: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    given: Mapped[list[str]]
