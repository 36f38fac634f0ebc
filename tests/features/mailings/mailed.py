"""Letters to many that tests write, and a worker that sends them."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, insert, select

from ortenaudigital.adapters.mailer import Composed, Postman
from ortenaudigital.bookings.lists.filters import ALL, Filters
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings.drafts import Draft, create
from ortenaudigital.mailings.guests import GuestChoice
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import Audience
from ortenaudigital.mailings.sending import Confirmed, release
from ortenaudigital.mailings.worker import write_mailings
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.texts.rules import Text
from ortenaudigital.outbox.worker import Sender
from tests.factories import BOOKED_AT

GERMAN = Text("Zum Programm", "Hallo {name}, bitte kommen Sie mit dem Rad.\n\nBuchung: {link}")
FRENCH = Text("Le programme", "Bonjour {name}, venez à vélo.")


TEXTS = {
    "de": Text("Zum Programm der Tagung", "Bitte kommen Sie mit dem Rad."),
    "en": Text("About the programme", "Please come by bike."),
    "fr": Text("A propos du programme", "Venez plutôt à vélo."),
}


def draft_mailing(
    event: Event,
    texts: Mapping[str, Text] | None = None,
    audience: Audience = Audience.GUESTS,
    *,
    needed: bool = False,
) -> Mailing:
    with transaction():
        draft = Draft(audience, "", texts or {"de": GERMAN}, needed)
        return create(event, draft, uuid4(), BOOKED_AT, "olga@example.org")


def choice(mailing: Mailing, filters: Filters = ALL) -> GuestChoice:
    return GuestChoice(mailing.event, filters, utc_now() + timedelta(days=900), mailing.needed)


def send_to_all(mailing: Mailing, due_at: datetime | None = None, filters: Filters = ALL) -> int:
    """Release a mailing to everybody it can reach; return how many."""
    chosen = choice(mailing, filters)
    number = chosen.summary().recipients
    with transaction():
        release(mailing, chosen, Confirmed(mailing.version, number, due_at), utc_now(), "olga")
    return number


def make_guests(event: Event, number: int, first: int = 0) -> None:
    """Make bookings of one ticket each, without their letters, by two statements."""
    kind, begun = event.ticket_types[0], utc_now() - timedelta(days=1)
    ids = [uuid4() for _ in range(number)]
    bookings = [
        {
            "id": each,
            "event_id": event.id,
            "reference": f"OD-M{place:05}",
            "request_id": uuid4(),
            "key_hash": fingerprint(str(each)),
            "language": "fr" if place % 10 == 0 else "de",
            "first_name": "Gast",
            "last_name": f"Nummer {place}",
            "email": f"gast{place}@example.org",
            "address_key": f"gast{place}@example.org",
            "created_at": begun + timedelta(milliseconds=place),
            "search_text": "",
            "at_door": False,
            "only_necessary": False,
        }
        for place, each in enumerate(ids, start=first)
    ]
    tickets = [
        {
            "id": uuid4(),
            "booking_id": each,
            "ticket_type_id": kind.id,
            "position": 1,
            "code_hash": fingerprint(f"ticket {each}"),
        }
        for each in ids
    ]
    with transaction():
        db.session.execute(insert(Booking), bookings)
        db.session.execute(insert(Ticket), tickets)


def make_mailings(event: Event) -> dict[str, str]:
    """Make drafts to guests and to exhibitors; return their ids, as addresses have them."""
    names = {Audience.GUESTS: "mailing_id", Audience.EXHIBITORS: "fair_mailing_id"}
    found = {}
    for audience, name in names.items():
        with transaction():
            draft = Draft(audience, "", {"de": Text("Zum Programm", "Bis bald.")})
            found[name] = str(create(event, draft, uuid4(), utc_now(), "olga@example.org").id)
    return found


class Taken(Postman):
    """A postman who keeps what he is given."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[tuple[Composed, str]] = []

    def deliver(self, letter: Composed, message_id: str) -> None:
        self.letters.append((letter, message_id))

    @property
    def by_address(self) -> Counter[str]:
        return Counter(letter.recipient for letter, _ in self.letters)

    def to(self, address: str) -> Composed:
        (letter,) = [each for each, _ in self.letters if each.recipient == address]
        return letter


def go_round(
    postman: Postman, rounds: int = 1, most: int = 1000, clock: Callable[[], datetime] = utc_now
) -> None:
    """Let the worker write and send so many times; letters about bookings, each with a PDF, go."""
    sender = Sender(postman, clock, timedelta(minutes=2))
    for _ in range(rounds):
        with transaction():
            db.session.execute(delete(Letter).where(Letter.batch.is_(None)))
        write_mailings(clock)
        sender.send_due(most)
        db.session.rollback()


def again(mailing: Mailing) -> Mailing:
    """Read a mailing as it is stored by now."""
    db.session.rollback()
    query = select(Mailing).where(Mailing.id == mailing.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
