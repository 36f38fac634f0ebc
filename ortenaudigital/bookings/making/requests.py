"""What somebody asks for who books, and how its repeats are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ortenaudigital.bookings.groups.rules import Group
from ortenaudigital.bookings.needs.rules import Needs
from ortenaudigital.bookings.questions.rules import Given
from ortenaudigital.bookings.rules import Right
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.sealed import SealedId, seal


@dataclass(frozen=True)
class BookingRequest:
    """What someone asks for. `request_id` is new for each form shown, the same for its repeats."""

    request_id: UUID
    ticket_type: str
    number: int
    first_name: str
    last_name: str
    email: str
    language: str
    companions: tuple[str, ...] = ()
    # Told with consent, given when it is booked.
    needs: Needs | None = None
    # To the questions of the ticket type, by their keys.
    answers: Mapping[str, Given] = field(default_factory=dict)
    # By what it is asked for, if not everyone may.
    right: Right | None = None
    # Whom it is for, if somebody books for many by a list.
    group: Group | None = None


def sealed_request(event: str, request: BookingRequest) -> SealedId:
    """Seal the id of a request with all that was asked for but the language it was asked in.

    Whoever takes a form that was sent before and changes a name books anew.
    """
    asked_for = (event, request.ticket_type, request.number)
    # A phone may write the same address with a capital the next time.
    email = request.email.lower()
    needs = request.needs
    who = (request.first_name, request.last_name, email, needs.other if needs else "")
    said = [str(need) for need in needs.kinds if need is not Need.OTHER] if needs else []
    said += [text for key in sorted(request.answers) for text in (key, *request.answers[key])]
    if request.group:
        said += ["group", request.group.organisation, *request.group.emails]
    return seal(
        "booking form", request.request_id, *asked_for, *names_on_tickets(request), *who, *said
    )


def names_on_tickets(request: BookingRequest) -> list[str]:
    """Return the names on the tickets in their order; an empty one is that of who books."""
    if request.group:
        return request.group.names
    names = ["", *request.companions][: request.number]
    return names + [""] * (request.number - len(names))
