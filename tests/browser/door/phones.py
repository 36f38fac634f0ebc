"""The door: an event with tickets for every answer, phones that are paired, and what they did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from ortenaudigital.adapters import qr
from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.devices.commands import pairing_url, prepare_device
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.events.models import Checkpoint, Day, Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import fingerprint, read_code
from ortenaudigital.kernel.db import db, transaction
from tests.browser.door.scanner.camera import give_camera
from tests.browser.people import await_verdict
from tests.factories import make_booking, make_event_today

PHONE_SCRIPT = Path(__file__).with_name("phone.js").read_text(encoding="utf-8")
UNKNOWN = "A" * 26
WORDS = {
    "welcome": "Willkommen",
    "already_in": "Schon eingelassen",
    "cancelled": "Storniert",
    "replaced": "Ersetzt",
    "wrong_day": "Falscher Tag",
    "not_open": "Noch nicht geöffnet",
    "unknown": "Unbekannt",
    "other_event": "Andere Veranstaltung",
}
VERDICTS = {word: verdict for verdict, word in WORDS.items()}


@dataclass(frozen=True)
class Shown:
    """What a phone showed for a scan."""

    word: str
    name: str
    line: str
    milliseconds: float

    @property
    def verdict(self) -> str:
        return VERDICTS[self.word]


def make_door(slug: str) -> dict[str, str]:
    """Make an event that is on now; return a code for every answer its phones can give.

    Call it inside an app's context. The ticket of `already_in` is yet to be let in.
    """
    now = utc_now()
    event = make_event_today(slug=slug, title=f"Tag der offenen Tür {slug}")
    with transaction():
        event.ticket_types[1].access = Access.PUBLIC
    valid = make_booking(
        event, now, number=2, companions=("Łukasz Şahin",), email="nie@example.org"
    )
    gone = make_booking(event, now, number=2, last_name="Weg")
    moved = make_booking(event, now, last_name="Neu", ticket_type="fachticket")
    codes = {
        "welcome": ticket_url(valid.tickets[0]),
        "already_in": ticket_url(valid.tickets[1]),
        "cancelled": ticket_url(gone.tickets[0]),
        "replaced": ticket_url(gone.tickets[1]),
        "wrong_day": ticket_url(moved.tickets[0]),
        "unknown": UNKNOWN,
    }
    with transaction():
        # Nobody books a day that is over: it was moved since.
        get_event(slug).ticket_types[1].days = [get_event(slug).days[0]]
        cancel_tickets(gone, {1}, now)
        reissue_ticket(gone.tickets[1], now, "test")
    return codes


def make_closed_door(slug: str) -> str:
    """Make an event that opens in an hour; return the code of a ticket for it."""
    event = make_event_today(slug=slug, title="Erst später")
    code = ticket_url(make_booking(event, utc_now(), last_name="Früh").tickets[0])
    with transaction():
        day = db.session.get_one(Day, event.days[1].id)
        day.opens_at, day.closes_at = (utc_now() + timedelta(hours=n) for n in (1, 2))
    return code


def make_tickets(event: Event, number: int) -> list[str]:
    """Book so many tickets, each with a name of its own; return their codes."""
    bookings = [
        make_booking(event, utc_now(), last_name=f"Gast-{place}", email=f"gast{place}@example.org")
        for place in range(number)
    ]
    return [ticket_url(booking.tickets[0]) for booking in bookings]


def pairing_link(slug: str, name: str, may_override: bool = False) -> str:
    """Return a link that pairs a phone; call it inside an app's context."""
    with transaction():
        _, secret = prepare_device(get_event(slug), name, utc_now(), "test", may_override)
    return pairing_url(secret)


def picture_of(code: str) -> Image.Image:
    return Image.open(BytesIO(qr.png(code))).convert("RGB")


def equip(context: BrowserContext) -> None:
    """Give all pages of a context a camera and a hand-held scanner."""
    give_camera(context)
    context.add_init_script(PHONE_SCRIPT)


def pair(context: BrowserContext, link: str) -> Page:
    """Open the link on an equipped phone, and wait until it has the list."""
    page = context.new_page()
    page.goto(link)
    await_verdict(page, "Gekoppelt")
    await_list(page)
    return page


def await_list(page: Page) -> None:
    """Wait until a paired phone knows all tickets."""
    page.evaluate("testPhone.listed()")


def scan(page: Page, code: str) -> Shown:
    """Read a code with the hand-held scanner; return what is shown first."""
    return Shown(**page.evaluate("code => testPhone.scan(code)", code))


def scan_all(page: Page, codes: Sequence[str]) -> list[Shown]:
    return [Shown(**each) for each in page.evaluate("codes => testPhone.scanAll(codes)", codes)]


def kept(page: Page) -> Any:
    """Return everything that the phone keeps."""
    return page.evaluate("testPhone.kept()")


def await_sent(page: Page) -> None:
    """Wait until the server knows all that the phone did."""
    page.evaluate("testPhone.sent()")


def scans_of(slug: str) -> Sequence[Scan]:
    """List the scans of an event's tickets and of unknown codes on its devices, as they came."""
    db.session.rollback()
    event = get_event(slug)
    query = select(Scan).where(Scan.device.has(event_id=event.id)).order_by(Scan.id)
    return db.session.scalars(query).all()


def admissions_of(slug: str) -> Counter[str]:
    """Count admissions by the short code of their ticket."""
    db.session.rollback()
    query = select(Admission).join(Checkpoint).join(Day).where(Day.event_id == get_event(slug).id)
    return Counter(each.ticket.short_code for each in db.session.scalars(query))


def short_code_of(code: str) -> str:
    """Return the short code of the ticket that a code opens."""
    read = read_code(code)
    assert read
    query = select(Ticket).where(Ticket.code_hash == fingerprint(read))
    return db.session.scalars(query).one().short_code
