"""Why a booking is refused, by what follows for who is refused."""

from ortenaudigital.bookings.access.errors import (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
    InvitationForFewer,
    InvitationUsedUp,
    InvitationWithdrawn,
)
from ortenaudigital.bookings.errors import (
    BookingClosed,
    EnoughForAddress,
    EventCancelled,
    EventChanged,
    ForeignDomain,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.events.errors import SoldOut

# What a code or an invitation says of itself.
RIGHT_REFUSALS = (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
    InvitationForFewer,
    InvitationUsedUp,
    InvitationWithdrawn,
)
REFUSALS = (
    SoldOut,
    NotYetOpen,
    BookingClosed,
    EventCancelled,
    NotBookable,
    TooManyTickets,
    EventChanged,
    EnoughForAddress,
    ForeignDomain,
    *RIGHT_REFUSALS,
)
# Where fewer tickets, or others, would be refused as well.
FINAL = (
    *(EnoughForAddress, ForeignDomain, CodeEnded, CodeUsedUp, CodeWithdrawn),
    *(InvitationUsedUp, InvitationWithdrawn),
)
