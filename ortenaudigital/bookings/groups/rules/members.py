"""Who comes with a group, and what is wrong with a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ortenaudigital.kernel.plain_text import holds_address

MOST_NAME = 80
# A spreadsheet would take it for a formula, and a signature of a mail program for a name.
_NO_NAME = tuple("=+@＝＋＠")


class Fault(StrEnum):
    """Why a row is nobody who can be booked for."""

    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    BAD_NAME = "bad_name"
    FORMULA = "formula"
    BAD_ADDRESS = "bad_address"
    MANY_CELLS = "many_cells"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Member:
    """One row: in which line it stood, who it means, and what is wrong with it.

    `twice`: somebody of the same name, and of the same address if there is any, came before. It may
    be another person, so it is told and not refused.
    """

    row: int
    written: str
    name: str = ""
    email: str = ""
    fault: Fault | None = None
    twice: bool = False


@dataclass(frozen=True)
class Group:
    """Who is booked for together, as a booking request carries it."""

    organisation: str
    members: Sequence[Member]

    @property
    def names(self) -> list[str]:
        """Return the names on the tickets, in the order of the list."""
        return [member.name for member in self.members]

    @property
    def emails(self) -> list[str]:
        """Return the addresses in the same order; empty where there is none."""
        return [member.email for member in self.members]


def name_fault(name: str) -> Fault | None:
    """Say what is wrong with a name in one piece, or None."""
    if not any(character.isalpha() for character in name):
        return Fault.FORMULA if name.startswith((*_NO_NAME, "-")) else Fault.NO_NAME
    if name.startswith((*_NO_NAME, "-")):
        return Fault.FORMULA
    if holds_address(name):
        return Fault.BAD_NAME
    return Fault.LONG_NAME if len(name) > MOST_NAME else None
