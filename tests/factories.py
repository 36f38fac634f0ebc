"""Plain functions that make things in the database. Each runs in a transaction of its own."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from ortenaudigital.accounts.commands import assign_role, create_user, hashed
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.groups.rules import Group, read_members
from ortenaudigital.bookings.holds.commands import Wish, hold_places
from ortenaudigital.bookings.holds.models import HoldPurpose
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.rules import Needs
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.checkin.devices.commands import pair, prepare_device
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.paper.documents import DOOR_LIST
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.sections.toml.towns import read_town_file, store_town
from ortenaudigital.fair.applications.commands import Application, apply, confirm
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.feedback.commands import Message, report
from ortenaudigital.jobs.commands import Document, finish, request_job
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.rows import insert_row
from ortenaudigital.outbox.models import Letter, LetterState
from tests.recorded import make_again

SLUG = "ortenau-digital-2027"
BOOKED_AT = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
PASSWORD = "a long password for tests"

STANDS = """
[[stand]]
label = "A1"
width = 3.0
depth = 2.0
power_w = 3000
network = true
[[stand]]
label = "A2"
days = [{second}]
"""

# Of the second day.
WORKSHOP = """
[[day.checkpoints]]
slug = "workshop"
title = { de = "Workshop Robotik", en = "Robotics workshop", fr = "Atelier robotique" }
"""

TOWN_FILE = """
[[town]]
slug = "kehl"
name = "Stadt Kehl"
short_name = "Kehl"
operator = true
address = "Rathausplatz 1, 77694 Kehl"
representative = "Oberbürgermeisterin Vera Vertreten"
email = "stadt@kehl.example"
phone = "07851 000-1"
website = "https://www.kehl.example"
supervisory_body = "Regierungspräsidium Freiburg"
data_protection_officer = "Dorothea Datenschutz, Rathausplatz 1, 77694 Kehl"
data_protection_email = "datenschutz@kehl.example"
data_protection_authority = "Landesbeauftragte Behörde, 70173 Stuttgart"
[[town]]
slug = "lahr"
name = "Stadt Lahr"
short_name = "Lahr"
address = "Rathausplatz 4, 77933 Lahr"
representative = "Oberbürgermeister Ludwig Leiter"
email = "stadt@lahr.example"
phone = "07821 000-1"
supervisory_body = "Regierungspräsidium Freiburg"
data_protection_officer = "Datenschutzbeauftragter der Stadt Lahr"
data_protection_phone = "07821 000-2"
data_protection_authority = "Landesbeauftragte Behörde, 70173 Stuttgart"
"""

EVENT_FILE = """
[event]
slug = "{slug}"
state = "{state}"
title = "{title}"
claim = {{ de = "Die Digitalkonferenz", en = "The digital conference", fr = "La conférence" }}
summary = {{ de = "Vorträge und Messe.", en = "Talks and a fair.", fr = "Conférences et salon." }}
host = "kehl"
co_organisers = ["lahr"]
arrangement = {{ de = "Kehl beantwortet Anfragen.", en = "Kehl answers.", fr = "Kehl répond." }}
contact_email = "orga@example.org"
{settings}
[event.venue]
name = "Stadthalle"
town = "Kehl"
address = "Hauptstraße 1"
{venue}
[[day]]
date = {first}
title = {{ de = "Fachtag", en = "Professionals' day", fr = "Journée professionnelle" }}
opens = "09:00"
closes = "17:00"
[[day]]
date = {second}
title = {{ de = "Bürgertag", en = "Citizens' day", fr = "Journée citoyenne" }}
opens = "{opens}"
closes = "{closes}"
{checkpoints}
[[ticket_type]]
slug = "buergerticket"
title = {{ de = "Bürgerticket", en = "Citizen ticket", fr = "Billet citoyen" }}
admits_to = [{second}]
quota = {quota}
max_per_booking = 6
access = "public"
[[ticket_type]]
slug = "fachticket"
title = {{ de = "Fachticket", en = "Professional ticket", fr = "Billet professionnel" }}
admits_to = [{first}, {second}]
quota = 20
access = "invitation"
{stands}
"""


def event_file_text(**changes: Any) -> str:
    """Write an event of two days; 30 September and 1 October 2027 unless told otherwise."""
    values: dict[str, Any] = {
        "slug": SLUG,
        "title": "Ortenau Digital 2027",
        "first": "2027-09-30",
        "second": "2027-10-01",
        "opens": "08:30",
        "closes": "13:00",
        "quota": 100,
        "state": "published",
        "checkpoints": "",
        "venue": "",
        "settings": "",
    }
    values |= {"stands": STANDS.format(**(values | changes))} | changes
    return EVENT_FILE.format(**values)


def make_towns(text: str = TOWN_FILE) -> None:
    with transaction():
        for plan in read_town_file(text):
            store_town(plan)


def make_event(**changes: Any) -> Event:
    text = event_file_text(**changes)
    make_again(text, lambda: _import(text))
    with transaction():
        return get_event(changes.get("slug", SLUG))


def _import(text: str) -> None:
    make_towns()
    with transaction():
        import_event(read_event_file(text), Decision(), BOOKED_AT, "test")


def make_event_today(**changes: Any) -> Event:
    """Make an event whose second day is today, open all day."""
    today = local(utc_now(), "Europe/Berlin").date()
    days = {"first": today - timedelta(days=1), "second": today}
    return make_event(**({**days, "opens": "00:00", "closes": "24:00"} | changes))


def booking_request(**changes: Any) -> BookingRequest:
    values: dict[str, Any] = {
        "request_id": uuid4(),
        "ticket_type": "buergerticket",
        "number": 1,
        "first_name": "Erika",
        "last_name": "Müller",
        "email": "erika@example.org",
        "language": "de",
    }
    return BookingRequest(**(values | changes))


def needs(words: str, *kinds: Need) -> Needs:
    """Say what somebody needs, in their own words and by kinds."""
    return Needs((*kinds, Need.OTHER), words)


def make_booking(event: Event, now: datetime = BOOKED_AT, **changes: Any) -> Booking:
    with transaction():
        booking_id = book(event.slug, booking_request(**changes), now)
        return get_booking(booking_id)


def make_offered(event: Event, now: datetime = BOOKED_AT, **changes: Any) -> UUID:
    """Offer two places to somebody, though there are more; return the id of the entry."""
    entry_id, ticket_type = uuid4(), event.ticket_types[0]
    values: dict[str, Any] = {
        "id": entry_id,
        "ticket_type_id": ticket_type.id,
        "number": 2,
        "request_id": uuid4(),
        "key_hash": fingerprint(entry_key(entry_id)),
        "language": "de",
        "first_name": "Wanda",
        "last_name": "Wartet",
        "email": "wanda@example.org",
        "mailbox": "wanda@example.org",
        "state": EntryState.OFFERED,
        "created_at": now,
        "passed_over": 0,
        "offered_at": now,
    }
    with transaction():
        wish = Wish(ticket_type.id, 2)
        hold_id = hold_places(wish, HoldPurpose.OFFER, now + timedelta(hours=1), now)
        insert_row(WaitListEntry, values | {"hold_id": hold_id} | changes)
    return entry_id


def make_group(event: Event, text: str, now: datetime = BOOKED_AT, **changes: Any) -> UUID:
    """Book for a group by a list; return the id of the booking."""
    members = read_members(text)
    group = Group(changes.pop("organisation", "Stadt Achern"), members)
    wanted = booking_request(number=len(members), group=group, **changes)
    with transaction():
        return book(event.slug, wanted, now)


def make_device(event: Event, name: str = "Haupteingang", **times: datetime) -> tuple[Device, str]:
    """Make a paired device; return it with its token."""
    now = times.get("now", BOOKED_AT)
    with transaction():
        _, secret = prepare_device(event, name, now, "test")
        return pair(secret, now)


def application(**changes: Any) -> Application:
    values: dict[str, Any] = {
        "request_id": uuid4(),
        "name": "Rebsensor",
        "kind": "start_up",
        "description": "Funksensoren im Weinberg.",
        "website": "",
        "contact_name": "Emil Aussteller",
        "email": "emil@example.org",
        "phone": "",
        "wishes": "",
        "language": "de",
    }
    return Application(**(values | changes))


def make_exhibitor(
    event: Event,
    accepted: bool = True,
    confirmed: bool = True,
    told: bool = True,
    **changes: Any,
) -> Exhibitor:
    applied_at = event.days[0].opens_at - timedelta(days=100)
    with transaction():
        exhibitor = apply(event, application(**changes), applied_at)
        if confirmed:
            confirm(exhibitor, applied_at)
        if accepted:
            decide(exhibitor, State.ACCEPTED, applied_at, "test")
        if accepted and told:
            decision = Letter.kind.in_(DECISIONS.values())
            mine = update(Letter).where(Letter.subject_id == str(exhibitor.id), decision)
            db.session.execute(mine.values(state=LetterState.SENT, sent_at=applied_at))
    return exhibitor


def make_organiser(
    email: str = "olga@example.org", role: Role | None = Role.OWNER, event: Event | None = None
) -> User:
    """Make an account with a role at an event or in the whole house, or with none."""
    password = hashed(PASSWORD)
    with transaction():
        user = create_user(email, "Olga", password)
        if role is not None:
            assign_role(user.id, role, event.id if event else None)
        return user


def request_id() -> UUID:
    return uuid4()


def make_list(event: Event, now: datetime) -> int:
    """Make a list for the last day of an event that is done already; return the id of its job."""
    subject = {"event": str(event.id), "day": str(event.last_day.id)}
    with transaction():
        job_id = request_job(DOOR_LIST, f"event:{event.id}", subject, "de", now).id
        finish(job_id, Document("liste.pdf", "application/pdf", b"%PDF-"), now)
    return job_id


def make_report(event: Event | None = None, now: datetime = BOOKED_AT, **changes: Any) -> int:
    """Report something about the page of an event or of the house; return the id of the report."""
    values: dict[str, Any] = {
        "request_id": uuid4(),
        "page": f"/{event.slug}/" if event else "/impressum",
        "message": "Der Knopf ist auf meinem Telefon nicht zu sehen.",
        "email": "nora@example.org",
        "language": "de",
    }
    with transaction():
        return report(Message(**(values | changes)), event, now)
