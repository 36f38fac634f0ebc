"""One event with one of everything, and the address and rule of each route."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule as WerkzeugRule

from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.accounts.resets.commands import ask
from ortenaudigital.accounts.resets.links import reset_key
from ortenaudigital.accounts.resets.models import PasswordReset
from ortenaudigital.accounts.team.commands import Manager, invite
from ortenaudigital.accounts.team.links import invitation_key as team_key
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.bookings.access.links import invitation_key
from ortenaudigital.bookings.bulk.commands import Wanted, begin
from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.bookings.bulk.rules import Deed
from ortenaudigital.bookings.changes import ask_for_address
from ortenaudigital.bookings.groups.commands import store_group
from ortenaudigital.bookings.groups.rules import Group
from ortenaudigital.bookings.links import (
    address_change_key,
    booking_key,
    companion_key,
    group_key,
    ticket_code,
)
from ortenaudigital.bookings.lists.models import SavedView
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.scans.conflicts import list_conflicts
from ortenaudigital.event_changes.series import Texts, create_series
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.fair.applications.drafts.links import draft_key, draft_proof
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.links import address_proof, exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.contacts.links import contact_key
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.portal.passes.models import PassBooking, PassGrant
from ortenaudigital.health.models import Probe
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import Base, db, transaction
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import ErasureState
from ortenaudigital.web.shared.access.guards import Rule
from tests.factories import (
    make_booking,
    make_device,
    make_event_today,
    make_exhibitor,
    make_list,
    make_offered,
    make_organiser,
    make_report,
)
from tests.fair.contacts import make_contact
from tests.fair.files import fair_files
from tests.features.fair.inventory.floors import make_floor
from tests.features.fair.placement.crowd import make_draft
from tests.features.fair.portal.portals import make_portal
from tests.features.mailings.mailed import make_mailings
from tests.invited import make_code, make_invitation, make_pending, text_of_code
from tests.passes import make_badges_job
from tests.samples_of_pictures import a_picture

UUIDS = (
    *("booking_id", "exhibitor_id", "invitation_id", "code_id"),
    *("entry_id", "person_id", "picture_id", "ticket_id", "draft_id"),
)
NUMBERS = (
    *("area_id", "badges_id", "device_id", "file_id", "job_id", "letter_id", "paper_id"),
    *("mailing_id", "fair_mailing_id"),
    *("position", "proposal_id", "report_id", "scan_id", "stage_id", "stand_id", "type_id"),
    *("quota_id", "run_id", "view_id", "erasure_id"),
)

# What addresses call parts of an event, and other words in them.
PARTS = {
    **{"part": "grundlagen", "fair_part": "ausstellerportal", "section": "ticketarten"},
    **{"entry": "buergerticket", "deed": "hoch"},
}
WORDS = {"answer": "ja", "letter": "bookings.reminder", "language": "de"}


@dataclass(frozen=True)
class Stage:
    """One event with one of everything, and what fits into the addresses."""

    values: dict[str, str]
    token: str


def make_stage(app: Flask, **changes: Any) -> Stage:
    """Make one event with one of everything; `changes` as for `make_event`."""
    with app.app_context():
        event = make_event_today(**changes)
        booking = make_booking(event, utc_now())
        exhibitor = make_exhibitor(event)
        device, token = make_device(event, now=utc_now())
        waiting = make_offered(event, utc_now())
        ticket = booking.tickets[0]
        conflict = ScanRequest(uuid4(), "nonsense", utc_now(), shown="welcome")
        with transaction():
            change_id = ask_for_address(booking, "neu@example.org", utc_now())
            scan(get_device_by_token(token, utc_now()), conflict, utc_now())
        keys = {"booking": booking_key(booking.id), "exhibitor": exhibitor_key(exhibitor.id)}
        return Stage(
            {
                **make_series(event),
                "key": keys["booking"],
                "exhibitor_key": keys["exhibitor"],
                "proof": address_proof(exhibitor.id),
                "code": ticket_code(ticket.id, 0),
                "own": companion_key(ticket.id, 0),
                "change_key": address_change_key(change_id),
                "booking_id": str(booking.id),
                "exhibitor_id": str(exhibitor.id),
                "device_id": str(device.id),
                "date": event.last_day.date.isoformat(),
                "scan_id": str(list_conflicts(event)[0].scan.id),
                "letter_id": str(list_letters()[0].id),
                "job_id": str(make_list(event, utc_now())),
                "proposal_id": make_draft(event, exhibitor.id),
                "position": "1",
                "action": "umtauschen",
                **(WORDS | to_accounts(event)),
                "report_id": str(make_report(event, utc_now())),
                "slot": str(list_free_slots(event)[0].id),
                "group_key": _group(booking.id),
                **(make_floor(event) | make_half_typed(event)),
                **_passes(booking, exhibitor),
                **a_picture(utc_now()),
                **_fair(exhibitor, booking),
                **make_portal(exhibitor, utc_now()),
                **_invited(event),
                **(make_mailings(event) | make_view(event) | make_run(event)),
                **{"entry_key": entry_key(waiting), "entry_id": str(waiting)},
                **_type(event.ticket_types[0]),
                **(PARTS | make_refused(event)),
            },
            token,
        )


def _type(kind: TicketType) -> dict[str, str]:
    return {"type_id": str(kind.id), "quota_id": str(kind.quota_id)}


def make_refused(event: Event) -> dict[str, str]:
    """Note that somebody wanted an event of before erased, and another owner did not."""
    values = {"slug": "frueher", "title": "Früher", "first_day": event.days[0].date}
    refused = EventErasure(event_id=event.id, reason="Nur ein Versuch.", answer="Nein.", **values)
    refused.state, refused.asked_at, refused.counts = ErasureState.REFUSED, utc_now(), {}
    with transaction():
        db.session.add(refused)
        db.session.flush()
        return {"erasure_id": str(refused.id)}


def make_series(event: Event) -> dict[str, str]:
    """Make a series whose only date is an event; return the names of both in addresses."""
    texts = Texts({"de": "Sprechstunde Digitales"}, {"de": "Fragen Sie uns."})
    with transaction():
        series = create_series("sprechstunde", texts, event, utc_now(), "olga@example.org")
        return {"series": series.slug, "slug": event.slug}


def make_run(event: Event) -> dict[str, str]:
    """Let a run be over that was to cancel all bookings and cancelled none: one to be undone."""
    meant = select(Booking.id).where(Booking.event_id == event.id)
    with transaction():
        number = len(db.session.scalars(meant).all())
        wanted = Wanted(Deed.CANCEL, meant, number, uuid4())
        run_id = begin(event, wanted, utc_now(), "olga@example.org")
        db.session.get_one(BulkRun, run_id).finished_at = utc_now()
        return {"run_id": str(run_id)}


def make_view(event: Event) -> dict[str, str]:
    """Save a view of the list of bookings for all of the team."""
    row = {"event_id": event.id, "name": "Gültige", "query": "status=valid"}
    with transaction():
        view = SavedView(**row, created_at=utc_now())
        db.session.add(view)
        db.session.flush()
        return {"view_id": str(view.id)}


def _group(booking_id: UUID) -> str:
    with transaction():
        store_group(booking_id, Group("Stadt Achern", []), [])
    return group_key(booking_id)


def to_accounts(event: Event) -> dict[str, str]:
    """Invite somebody to the team, and have the password of another be asked for."""
    manager = Manager("olga@example.org", frozenset(Permission), event.id)
    make_organiser("vera@example.org", role=None)
    with transaction():
        invite(manager, "team@example.org", Role.READER, None, utc_now())
        ask("vera@example.org", utc_now())
    return {
        "team_key": team_key(db.session.scalars(select(TeamInvitation.id)).one()),
        "reset_key": reset_key(db.session.scalars(select(PasswordReset.id)).one()),
    }


def make_half_typed(event: Event) -> dict[str, str]:
    draft = Draft(id=uuid4(), event_id=event.id, email="entwurf@example.org", language="de")
    draft.key_hash = fingerprint(draft_key(draft.id))
    draft.fields, draft.changed_at = {"name": ["Entwurf"]}, utc_now()
    with transaction():
        db.session.add(draft)
    keys = {"draft_key": draft_key(draft.id), "draft_proof": draft_proof(draft)}
    return {"draft_id": str(draft.id), **keys}


def _fair(exhibitor: Exhibitor, booking: Booking) -> dict[str, str]:
    """Make files of the fair, and hand a contact over."""
    grant_id = make_contact(exhibitor, booking, utc_now())
    return {**fair_files(exhibitor.event, utc_now()), "contact_key": contact_key(grant_id)}


def _passes(booking: Booking, exhibitor: Exhibitor) -> dict[str, str]:
    """Make the tickets of a booking the passes of an exhibitor."""
    with transaction():
        db.session.add(PassBooking(booking_id=booking.id, exhibitor_id=exhibitor.id))
        db.session.add(PassGrant(exhibitor_id=exhibitor.id, number=3))
    badges_id = make_badges_job(exhibitor.event, utc_now())
    return {"badges_id": str(badges_id), "ticket_id": str(booking.tickets[0].id)}


def _invited(event: Event) -> dict[str, str]:
    invitation, code = make_invitation(event, now=utc_now()), make_code(event, utc_now())
    return {
        "invitation_id": str(invitation.id),
        "invitation_key": invitation_key(invitation.id),
        "code_id": str(code.id),
        "access_code": text_of_code(code),
        "form_id": str(uuid4()),
        **make_pending(event, utc_now()),
        "kind": "csv",
    }


def routes(app: Flask) -> list[tuple[WerkzeugRule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})
    ]


def address(app: Flask, rule: WerkzeugRule, stage: Stage, **changes: str) -> str:
    values = stage.values | changes
    if rule.endpoint.startswith("exhibitors."):
        values = values | {"key": changes.get("key", values["exhibitor_key"])}
    if "/bewerbung/<key>" in rule.rule:
        own = {"key": values["draft_key"], "proof": values["draft_proof"]}
        values = values | own | changes
    typed = {name: _typed(name, values[name]) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, typed))


def _typed(name: str, value: str) -> object:
    if name in UUIDS:
        return UUID(value)
    return int(value) if name in NUMBERS else value


def rules_of(app: Flask) -> dict[str, Rule]:
    rules: dict[str, Rule] = app.extensions["access_rules"]
    return rules


def contents(app: Flask) -> list[str]:
    with app.app_context():
        # What readyz writes, to see whether anything can be written, says nothing of anybody.
        tables = [table for table in Base.metadata.sorted_tables if table is not Probe.__table__]
        return sorted(str(row) for table in tables for row in db.session.execute(select(table)))
