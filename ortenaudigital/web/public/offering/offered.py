"""What a booking form is for."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import Opening


@dataclass(frozen=True)
class Offering:
    """What a booking form is for.

    `opens` says where the booking of its types stands, `types` are those that can be had now, and
    `here` is the address at which the form is shown and sent. `right` is by what somebody books,
    and `left` how many tickets it is good for, if it says so.
    """

    event: Event
    opens: Opening
    types: Sequence[TicketType]
    here: str
    right: Right | None = None
    left: int | None = None
    # Where somebody books for a group, and where they wait, by the same right.
    group: str = ""
    wait: str = ""

    def group_number(self, ticket_type: TicketType) -> int:
        """Return how many somebody may book for by a list of names; none if 0."""
        most = ticket_type.max_per_group
        if not most or self.left is None:
            return most
        return self.left if self.is_invited else min(most, self.left)

    def wait_number(self, ticket_type: TicketType) -> int:
        """Return for how many places of a type somebody can wait."""
        most, of_address = self.number(ticket_type), ticket_type.max_per_address
        return most if self.is_invited or not of_address else min(most, of_address)

    @property
    def waited_for(self) -> list[TicketType]:
        """Return the types that somebody can wait for."""
        return [each for each in self.types if each.wait_list_open]

    @property
    def is_invited(self) -> bool:
        """Say whether it is for who came by a personal invitation."""
        return self.right is not None and self.right.way is Way.INVITATION

    @property
    def domains(self) -> list[str]:
        """Return which addresses may book, as people read it, if only some may."""
        if self.right is None or self.right.way is not Way.DOMAIN:
            return []
        listed = dict.fromkeys(each for kind in self.types for each in kind.domains)
        return [f"@{each}" for each in listed]

    def number(self, ticket_type: TicketType) -> int:
        """Return how many tickets of a type can be booked at once."""
        most = ticket_type.max_per_booking
        if self.left is None:
            return most
        return max(1, self.left if self.is_invited else min(most, self.left))
