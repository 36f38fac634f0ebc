"""From when to when an event can be booked, which needs guests can tell, and who may frame it."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from ortenaudigital.events.messages.fields import fault
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import ProofOfWork
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.events.sections.values import Moment, Section, in_zone


def _unlike(needs: list[Need]) -> list[Need]:
    for i, need in enumerate(needs):
        if need in needs[:i]:
            raise fault("stands_twice", value=need.value)
    return needs


MOST_ORIGINS = 20
# It stands in a header: nothing in it may end a directive. Without TLS only a machine by itself.
_ORIGIN = re.compile(
    r"https://[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?"
    r"|http://(localhost|127\.0\.0\.1)(:\d{1,5})?"
)


def _origin(value: str) -> str:
    text = value.strip().lower().removesuffix("/")
    if not _ORIGIN.fullmatch(text):
        raise fault("origin", value=value[:60])
    return text


Origin = Annotated[str, AfterValidator(_origin)]


class BookingPlan(Section):
    """The window of booking; without an end of its own it ends with the last day.

    All needs can be told unless some are listed; an empty list switches it off.
    """

    booking_opens: Moment | None = None
    booking_closes: Moment | None = None
    needs: Annotated[list[Annotated[Need, Field(strict=False)]], AfterValidator(_unlike)] = list(
        Need
    )
    # How long somebody on the wait list may think about an offer, in hours.
    offer_hours: Annotated[int, Field(ge=1, le=336)] = 48
    # Whether browsers work for a moment before a booking is taken.
    proof_of_work: Annotated[ProofOfWork, Field(strict=False)] = ProofOfWork.AUTO


def read_booking(event: Event) -> BookingPlan:
    """Return the section as it is stored. Nothing is checked."""
    return BookingPlan.model_construct(
        booking_opens=in_zone(event.booking_opens_at, event.timezone),
        booking_closes=in_zone(event.booking_closes_at, event.timezone),
        needs=[Need(each) for each in event.needs],
        offer_hours=event.offer_hours,
        proof_of_work=event.proof_of_work,
    )


def store_booking(event: Event, plan: BookingPlan) -> None:
    """Make the event say what the section says."""
    event.booking_opens_at = plan.booking_opens
    event.booking_closes_at = plan.booking_closes
    event.needs = [need.value for need in plan.needs]
    event.offer_hours = plan.offer_hours
    event.proof_of_work = plan.proof_of_work


class EmbeddingPlan(Section):
    """The origins of the pages that may show the booking form in a frame."""

    embed_on: Annotated[list[Origin], Field(max_length=MOST_ORIGINS)] = []


def read_embedding(event: Event) -> EmbeddingPlan:
    """Return the section as it is stored. Nothing is checked."""
    return EmbeddingPlan.model_construct(embed_on=list(event.embed_on))


def store_embedding(event: Event, plan: EmbeddingPlan) -> None:
    """Make the event say what the section says."""
    event.embed_on = list(dict.fromkeys(plan.embed_on))
