"""The tables of the organisers' own words, and of kinds of letters that are switched on or off."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class LetterText(Model):
    """What stands in a letter in place of the standard text; an empty part leaves it as it is."""

    __tablename__ = "letter_text"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(default="")
    introduction: Mapped[str] = mapped_column(default="")
    closing: Mapped[str] = mapped_column(default="")


class LetterSwitch(Model):
    """Whether letters of a kind go out, where it is not as usual."""

    __tablename__ = "letter_switch"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
