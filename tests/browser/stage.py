"""The stage: events in every phase; bookings, exhibitors, devices and letters in every state."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from ortenaudigital.bookings.access.links import invitation_key
from ortenaudigital.bookings.changes import ask_for_address, cancel_tickets, reissue_ticket
from ortenaudigital.bookings.groups.commands import store_group
from ortenaudigital.bookings.groups.rules import Group, read_members
from ortenaudigital.bookings.links import (
    address_change_key,
    booking_key,
    companion_key,
    group_key,
    ticket_code,
)
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import prepare_device, revoke
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Device
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import Access, EventState
from ortenaudigital.fair.applications.changing.corrections import correct
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.links import address_proof, exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.organising.tasks import add_task
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.contacts.links import contact_key
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.fair.portal.passes.commands import grant_passes
from ortenaudigital.fair.portal.passes.models import PassBooking
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_dropped, mark_failed, mark_sent
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.trouble import note_trouble
from tests.browser.public.asking import asking_pages
from tests.browser.stage_door import door_pages, set_the_door
from tests.factories import (
    make_booking,
    make_device,
    make_event,
    make_event_today,
    make_exhibitor,
    make_list,
    make_offered,
    make_organiser,
    make_report,
    needs,
)
from tests.fair.contacts import make_contact, make_shown
from tests.fair.files import fair_files
from tests.features.fair.inventory.floors import make_floor
from tests.features.fair.placement.crowd import make_draft
from tests.features.fair.portal.portals import make_portal
from tests.features.mailings.mailed import draft_mailing, make_mailings, send_to_all
from tests.invited import make_code, make_invitation, make_pending, set_type, text_of_code
from tests.passes import make_badges_job
from tests.samples_of_pictures import a_picture
from tests.web.cast import (
    PARTS,
    make_half_typed,
    make_refused,
    make_run,
    make_series,
    make_view,
    to_accounts,
)

ORGANISER = "olga@example.org"
WORDS = {"answer": "weniger", "action": "umtauschen"}
# Enough for a list of bookings to have pages.
CROWD = 30
LONG_NAME = "Karl-Theodor von Hohengeroldseck-Schauenburg"
LONG_EMAIL = "karl-theodor.hohengeroldseck-schauenburg@digitalisierungsbeauftragte.example.org"
REFUSAL = "550 5.1.1 <karl@example.org>: Recipient address rejected: User unknown in table"


@dataclass(frozen=True)
class Stage:
    """What fits into addresses, and the addresses of pages in special states by what they show."""

    values: dict[str, str]
    pages: dict[str, str]


def set_stage() -> Stage:
    """Fill an empty database; call it inside an app's context."""
    now = datetime.now(UTC)
    make_organiser(ORGANISER)
    today = make_event_today(slug="heute", title="Showroom Digitalisierung")
    empty = _event("naechstes-jahr", now, 300)
    bookings, exhibitors = _bookings(today, now), _exhibitors(today, now)
    device = _devices(today, bookings["mixed"], now)
    valid = bookings["mixed"].tickets[1]
    with transaction():
        change_id = ask_for_address(bookings["mixed"], "neu@example.org", now)
    values = {
        **(make_half_typed(today) | make_refused(today)),
        "slug": today.slug,
        "key": booking_key(bookings["mixed"].id),
        "exhibitor_key": exhibitor_key(exhibitors["placed"].id),
        "proof": address_proof(exhibitors["placed"].id),
        "code": ticket_code(valid.id, valid.reissue),
        "own": companion_key(valid.id, valid.reissue),
        "position": str(valid.position),
        "change_key": address_change_key(change_id),
        "booking_id": str(bookings["mixed"].id),
        "exhibitor_id": str(exhibitors["placed"].id),
        "device_id": str(device.id),
        **set_the_door(today, now, ORGANISER),
        "job_id": str(make_list(today, now)),
        "report_id": str(make_report(today, now)),
        "letter_id": str(_letters(now)),
        "group_key": _group(today, bookings["mixed"].id),
        "badges_id": str(make_badges_job(today, now)),
        "ticket_id": _passes(exhibitors["placed"], bookings["single"]),
        **make_portal(exhibitors["placed"], now),
        **_invited(today, now),
        "entry_key": entry_key(make_offered(today, now)),
        **a_picture(now),
        **fair_files(today, now),
        "contact_key": contact_key(make_contact(exhibitors["placed"], bookings["single"], now)),
        "proposal_id": make_draft(today, exhibitors["accepted"].id),
        **WORDS,
        "letter": "bookings.reminder",
        "language": "de",
        **(make_floor(today) | make_mailings(today) | _series(empty) | _office(today)),
    }
    pages = _event_pages(now) | _booking_pages(bookings) | _exhibitor_pages(exhibitors)
    pages |= _pages_of_states(now) | asking_pages(now) | _mailing_pages(today)
    key, position = values["key"], values["position"]
    pages |= _fair_pages(exhibitors["placed"], bookings["single"], now)
    pages["cancellation, chosen"] = f"/buchung/{key}/stornieren?position={position}"
    pages["lost links, asked"] = "/tickets-vergessen?hinweis=links-angefragt"
    return Stage(values, pages | _empty_pages(empty) | door_pages(today, empty))


def _fair_pages(exhibitor: Exhibitor, booking: Booking, now: datetime) -> dict[str, str]:
    """Make contacts that wait for somebody; return these pages, and what is looked for."""
    fair, own = f"/{exhibitor.event.slug}", f"/buchung/{booking_key(booking.id)}"
    waiting, shown = make_contact(exhibitor, None, now), make_shown(booking, now)
    return {
        "contact, to be confirmed": f"/kontakt/{contact_key(waiting)}",
        "contact, shown by a code": f"/kontakt/{contact_key(shown)}",
        "contacts, found": f"{own}/kontakte?q=reb",
        "exhibitor, contact asked": f"{fair}/aussteller/{exhibitor.id}?hinweis=kontakt-angefragt",
        "exhibitors, found": f"{fair}/aussteller?q=reb",
        "exhibitors, not found": f"{fair}/aussteller?q=xyzzy",
        "floor plan, sought": f"{fair}/plan?stand=A1",
        "floor plan, not found": f"{fair}/plan?stand=Z99",
    }


def _office(event: Event) -> dict[str, str]:
    quota = {"quota_id": str(event.ticket_types[0].quota_id)}
    return make_view(event) | to_accounts(event) | make_run(event) | quota | PARTS


def _series(event: Event) -> dict[str, str]:
    return {"series": make_series(event)["series"]}


def _mailing_pages(today: Event) -> dict[str, str]:
    mailing = draft_mailing(today)
    send_to_all(mailing)
    return {"desk: a letter to many under way": f"/orga/heute/rundbriefe/{mailing.id}"}


def _group(event: Event, booking_id: UUID) -> str:
    """Let groups book, and make a booking that of one."""
    set_type(event.slug, 0, max_per_group=30)
    with transaction():
        tickets = get_booking(booking_id).valid_tickets
        members = read_members(f"{LONG_NAME} <{LONG_EMAIL}>")
        store_group(booking_id, Group("Große Kreisstadt Achern", members), [tickets[0].id])
    return group_key(booking_id)


def _passes(exhibitor: Exhibitor, booking: Booking) -> str:
    """Let an exhibitor have passes, the tickets of a booking; return the id of the first."""
    with transaction():
        db.session.add(PassBooking(booking_id=booking.id, exhibitor_id=exhibitor.id))
        grant_passes(exhibitor, 3, datetime.now(UTC), ORGANISER)
    return str(booking.tickets[0].id)


def _invited(event: Event, now: datetime) -> dict[str, str]:
    text = f"{LONG_NAME} <{LONG_EMAIL}>"
    one, code = make_invitation(event, text, now=now), make_code(event, now, label=LONG_NAME)
    return {
        "invitation_id": str(one.id),
        "invitation_key": invitation_key(one.id),
        "code_id": str(code.id),
        "access_code": text_of_code(code),
        "form_id": str(uuid4()),
        "table": "einladungen",
        **make_pending(event, now),
        "kind": "csv",
    }


def _event(slug: str, now: datetime, days: int, **changes: object) -> Event:
    first = now.date() + timedelta(days=days)
    dates = {"first": first, "second": first + timedelta(days=1)}
    return make_event(
        **({"slug": slug, "title": f"Ortenau Digital {first.year}"} | dates | changes)
    )


def _event_pages(now: datetime) -> dict[str, str]:
    """Make the events that cannot be booked, each for a reason of its own."""
    past, sold_out = _event("archiv", now, -10), _event("ausgebucht", now, 30, quota=2)
    early, late = _event("frueh", now, 60), _event("spaet", now, 5)
    invited = _event("auf-einladung", now, 90)
    make_booking(sold_out, now, number=2)
    old = make_booking(past, now - timedelta(days=20), number=2)
    with transaction():
        early.booking_opens_at = now + timedelta(days=7)
        late.booking_closes_at = now - timedelta(days=1)
        invited.ticket_types[0].access = Access.INVITATION
    pages = {
        "application, closed": f"/{past.slug}/aussteller/bewerbung",
        "booking, over": f"/buchung/{booking_key(old.id)}",
        "ticket, over": f"/t/{ticket_code(old.tickets[0].id, 0)}",
        "desk: overview, over": f"/orga/{past.slug}/",
        "desk: booking, over": f"/orga/{past.slug}/buchungen/{old.id}",
    }
    for event in (past, sold_out, early, late, invited):
        pages[f"event, {event.slug}"] = f"/{event.slug}/"
        pages[f"booking form, {event.slug}"] = f"/{event.slug}/tickets"
    return pages


def _pages_of_states(now: datetime) -> dict[str, str]:
    """Make an event that was called off, and one that is a draft."""
    off, draft = _event("abgesagt", now, 40), _event("entwurf", now, 50)
    booking, exhibitor = make_booking(off, now), make_exhibitor(off)
    with transaction():
        change_state(off.slug, Move(EventState.CANCELLED, False), now, ORGANISER)
        change_state(draft.slug, Move(EventState.DRAFT, False), now, ORGANISER)
    return {
        "event, cancelled": f"/{off.slug}/",
        "booking form, cancelled": f"/{off.slug}/tickets",
        "exhibitors, cancelled": f"/{off.slug}/aussteller",
        "application, cancelled": f"/{off.slug}/aussteller/bewerbung",
        "booking, called off": f"/buchung/{booking_key(booking.id)}",
        "ticket, called off": f"/t/{ticket_code(booking.tickets[0].id, 0)}",
        "exhibitor, called off": f"/{off.slug}/aussteller/{exhibitor.id}",
        "portal, called off": f"/aussteller/{exhibitor_key(exhibitor.id)}",
        "desk: overview, cancelled": f"/orga/{off.slug}/",
        "desk: state, cancelled": f"/orga/{off.slug}/status",
        "desk: overview, draft": f"/orga/{draft.slug}/",
        "desk: state, draft": f"/orga/{draft.slug}/status",
        "desk: preview, draft": f"/orga/{draft.slug}/vorschau",
    }


def _bookings(event: Event, now: datetime) -> dict[str, Booking]:
    """Make a crowd, and bookings that something happened to."""
    for number in range(CROWD):
        make_booking(event, now - timedelta(hours=number * 5), last_name=f"Maier-{number}")
    names = {"first_name": LONG_NAME, "last_name": "Freiherr zu Ortenberg", "email": LONG_EMAIL}
    mixed = make_booking(event, now, number=4, companions=("Łukasz Şahin", LONG_NAME), **names)
    gone = make_booking(event, now, number=2, needs=needs("Platz für einen Rollstuhl"))
    single = make_booking(event, now)
    with transaction():
        cancel_tickets(mixed, {3}, now)
        cancel_tickets(gone, {1, 2}, now)
        reissue_ticket(mixed.tickets[3], now, ORGANISER)
    return {"mixed": mixed, "gone": gone, "single": single}


def _booking_pages(bookings: dict[str, Booking]) -> dict[str, str]:
    mixed, gone = bookings["mixed"], bookings["gone"]
    desk = f"/orga/{mixed.event.slug}/buchungen"
    return {
        "booking, one ticket": f"/buchung/{booking_key(bookings['single'].id)}",
        "booking, all cancelled": f"/buchung/{booking_key(gone.id)}",
        "ticket, cancelled": f"/t/{ticket_code(mixed.tickets[2].id, 0)}",
        "ticket, replaced": f"/t/{ticket_code(mixed.tickets[3].id, 0)}",
        "desk: booking, cancelled": f"{desk}/{gone.id}",
        "desk: bookings, page 2": f"{desk}?nach={mixed.id}",
        "desk: bookings, nothing found": f"{desk}?q=xyzzy",
        "desk: letters, failed": "/orga/postausgang?status=failed",
        "desk: letters, waiting": "/orga/postausgang?status=waiting",
    }


def _exhibitors(event: Event, now: datetime) -> dict[str, Exhibitor]:
    described = {"description": "Funksensoren im Weinberg, die vor Frost warnen. " * 6}
    contact: dict[str, Any] = {
        "website": "https://www.example.org/weinberg",
        "phone": "0781 82-0",
        **described,
    }
    made = {
        "unconfirmed": make_exhibitor(event, accepted=False, confirmed=False, name="Ungeprüft"),
        "placed": make_exhibitor(event, name="Rebsensor", **contact),
        "accepted": make_exhibitor(event, name="Gigabit Ortenau", kind="company"),
        "applied": make_exhibitor(event, accepted=False, name=f"Verein {LONG_NAME}", **contact),
        "rejected": make_exhibitor(event, accepted=False, name="Parkplatz Lahr", kind="company"),
        "wait-listed": make_exhibitor(event, accepted=False, name="Solar-Nachbarn", **contact),
        "withdrawn": make_exhibitor(event, accepted=False, name="Wetterstation", kind="company"),
    }
    with transaction():
        for slot in list_free_slots(event)[:2]:
            assign(slot, made["placed"], now, ORGANISER)
        tell(event, [made["placed"].id], By(now, ORGANISER))
        decide(made["rejected"], State.REJECTED, now, ORGANISER)
        decide(made["wait-listed"], State.WAIT_LISTED, now, ORGANISER, collected=True)
        withdraw(made["withdrawn"], now, "exhibitor")
        correct(made["accepted"], {"description": "Anderes."}, now, "exhibitor")
        add_task(made["accepted"], "Strom klären", now.date(), now, ORGANISER)
    return made


def _exhibitor_pages(exhibitors: dict[str, Exhibitor]) -> dict[str, str]:
    pages = {}
    for state, exhibitor in exhibitors.items():
        desk = f"/orga/{exhibitor.event.slug}/aussteller"
        pages[f"portal, {state}"] = f"/aussteller/{exhibitor_key(exhibitor.id)}"
        pages[f"desk: exhibitor, {state}"] = f"{desk}/{exhibitor.id}"
    unconfirmed = exhibitors["unconfirmed"].id
    proof = f"{exhibitor_key(unconfirmed)}/bestaetigen/{address_proof(unconfirmed)}"
    key, event = exhibitor_key(exhibitors["applied"].id), exhibitors["applied"].event
    desk = f"/orga/{event.slug}/aussteller"
    return pages | {
        "application, to be confirmed": f"/aussteller/{proof}",
        "application, to be withdrawn": f"/aussteller/{key}/zurueckziehen",
        "desk: exhibitors, one by one": f"{desk}/entscheiden?zuletzt={exhibitors['rejected'].id}",
        "desk: exhibitors, decided": f"{desk}/entscheiden?nach={exhibitors['applied'].id}",
        "desk: exhibitor, to be entered": f"{desk}/neu",
    }


def _devices(event: Event, booking: Booking, now: datetime) -> Device:
    """Make a device that let somebody in, one that waits for its phone, and one locked out."""
    paired, token = make_device(event, now=now)
    lost, _ = make_device(event, "Verlorenes Telefon", now=now)
    code = ticket_code(booking.tickets[0].id, 0)
    with transaction():
        prepare_device(event, "Nebeneingang", now, ORGANISER)
        revoke(lost, now, ORGANISER)
        scan(get_device_by_token(token, now), ScanRequest(uuid4(), code, now), now)
    return paired


def _letters(now: datetime) -> int:
    """Let letters fare differently, while most wait; return the id of one that failed."""
    ids = [letter.id for letter in list_letters()]
    with transaction():
        mark_failed(ids[0], REFUSAL, True, now)
        mark_failed(ids[1], "451 4.7.1 Greylisted, please try again later", False, now)
        mark_dropped(ids[2], "no recipient any more")
        for letter_id in ids[3:10]:
            mark_sent(letter_id, now)
        note_trouble("535 5.7.8 Authentication failed", now)
    return ids[0]


def _empty_pages(event: Event) -> dict[str, str]:
    desk = f"/orga/{event.slug}"
    return {
        "application form": f"/{event.slug}/aussteller/bewerbung",
        "exhibitors, none": f"/{event.slug}/aussteller",
        "floor plan, nobody yet": f"/{event.slug}/plan",
        "desk: overview, nothing yet": f"{desk}/",
        "desk: bookings, none": f"{desk}/buchungen",
        "desk: devices, none": f"{desk}/geraete",
        "desk: exhibitors, none": f"{desk}/aussteller",
        "desk: stands, free": f"{desk}/staende",
    }
