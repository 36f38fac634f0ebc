"""Sample guests of the next edition: where they come from, and what some of them need."""

from datetime import datetime
from uuid import UUID, uuid5

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.groups.rules import Group, read_members
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.needs.rules import Needs
from ortenaudigital.events.sections.questions.kinds import Need

NEXT_EDITION = "ortenau-digital-2027"
# A fixed namespace: seeding twice finds what was seeded before.
NAMESPACE = UUID("0d0f2b7e-5f1c-4f0e-8a53-9b1a6f2f2027")

GUESTS: list[tuple[str, str, int, str, Needs | None]] = [
    ("Rosa", "Rollmann", 2, "Kehl", Needs((Need.WHEELCHAIR, Need.COMPANION))),
    ("Lukas", "Lauscher", 1, "Strasbourg", Needs((Need.INDUCTION_LOOP,))),
    ("Gesa", "Gebauer", 1, "Achern", Needs((Need.SIGN_LANGUAGE,))),
    ("Hanna", "Hundert", 1, "", Needs((Need.OTHER,), "Ich komme mit meinem Assistenzhund.")),
    ("Otto", "Oberkircher", 4, "Oberkirch", None),
    ("Lina", "Lahr", 1, "Lahr", None),
    ("Mia", "Morgen", 2, "Offenburg", None),
]

COLLEAGUES = "Greta Gruppe\nAmtmann; Ali\nBauer; Bea\nCelik; Cem"


def seed_guests(now: datetime) -> None:
    """Book for some guests; doing it again adds nothing."""
    for first, last, number, town, needs in GUESTS:
        request = BookingRequest(
            request_id=uuid5(NAMESPACE, last),
            ticket_type="buergerticket",
            number=number,
            first_name=first,
            last_name=last,
            email=f"{first.lower()}@example.org",
            language="fr" if town == "Strasbourg" else "de",
            needs=needs,
            answers={"town": (town,)} if town else {},
        )
        book(NEXT_EDITION, request, now)
    seed_group(now)


def seed_group(now: datetime) -> None:
    """Book for some colleagues of a town hall."""
    members = read_members(COLLEAGUES)
    request = BookingRequest(
        request_id=uuid5(NAMESPACE, "group"),
        ticket_type="buergerticket",
        number=len(members),
        first_name="Greta",
        last_name="Gruppe",
        email="greta.gruppe@example.org",
        language="de",
        group=Group("Stadt Achern, Fachgebiet Digitales", members),
    )
    book(NEXT_EDITION, request, now)
