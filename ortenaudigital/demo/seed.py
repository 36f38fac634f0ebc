"""Sample events: an archive, the next edition, and a showroom that is open today."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.accounts.commands import assign_role, create_user, hashed
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.checkin.devices.commands import pairing_url, prepare_device
from ortenaudigital.demo.archive import seed_archive
from ortenaudigital.demo.circulars import seed_circular
from ortenaudigital.demo.exhibitors import seed_exhibitors
from ortenaudigital.demo.guests import seed_guests
from ortenaudigital.demo.invited import seed_codes, seed_invited
from ortenaudigital.demo.picture import with_picture
from ortenaudigital.demo.waiting import seed_wait_list
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.event_changes.series import (
    Dates,
    Texts,
    add_dates,
    create_series,
    publish_drafts,
)
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.sections.toml.towns import read_town_file, store_town
from ortenaudigital.events.series.rules import dates_from
from ortenaudigital.kernel.clock import local
from ortenaudigital.kernel.db import db

EVENTS = Path(__file__).parent / "events"
TOWNS = Path(__file__).parent / "towns.toml"
NEXT_EDITION = "ortenau-digital-2027"
COURSE = "digitallotsen"
SHOWROOM = "showroom-heute"
SERIES = "showroom"
# One login of each role, and the event it is for; none for the whole house.
LOGINS = [
    ("leitung@example.org", "Lea Leitung", Role.OWNER, None),
    ("orga@example.org", "Olga Orga", Role.ORGANISER, None),
    ("messe@example.org", "Mert Messe", Role.FAIR_OFFICE, NEXT_EDITION),
    ("einlass@example.org", "Eva Einlass", Role.DOOR_LEAD, SHOWROOM),
    ("lesen@example.org", "Leo Lesen", Role.READER, None),
]
PASSWORD = "ortenau-digital-demo"  # noqa: S105  # printed for everyone who tries the demo
ACTOR = "demo"
# A fixed namespace: seeding twice finds what was seeded before.
NAMESPACE = UUID("6f1d9a52-6f0c-4a3b-9d56-0c1f6a2f2027")


def seed(now: datetime) -> None:
    """Store sample towns, events, logins and exhibitors; doing it again adds nothing."""
    for town in read_town_file(TOWNS.read_text(encoding="utf-8")):
        store_town(town)
    for file in ("ortenau-digital-2021", NEXT_EDITION, COURSE):
        text = (EVENTS / f"{file}.toml").read_text(encoding="utf-8")
        _store(with_picture(text, file, now) if file == NEXT_EDITION else text, now)
    seed_archive(get_event("ortenau-digital-2021"))
    today = local(now, "Europe/Berlin").date().isoformat()
    _store_showroom(today, now)
    for email, name, role, slug in LOGINS:
        user = create_user(email, name, hashed(PASSWORD))
        assign_role(user.id, role, get_event(slug).id if slug else None)
    seed_exhibitors(get_event(NEXT_EDITION), NAMESPACE, now)
    seed_guests(now)
    seed_circular(get_event(NEXT_EDITION), NAMESPACE, now, ACTOR)
    seed_codes(get_event(NEXT_EDITION), now, ACTOR)
    seed_invited(get_event(COURSE), now, ACTOR)
    seed_wait_list(NEXT_EDITION, NAMESPACE, now)


def _store(text: str, now: datetime) -> None:
    plan = read_event_file(text)
    # A demo that is started again after weeks opens its showroom for another day.
    import_event(plan, Decision(), now, ACTOR, reopen=True)


def _store_showroom(today: str, now: datetime) -> None:
    text = (EVENTS / "showroom.toml").read_text(encoding="utf-8")
    known = db.session.scalar(select(Event).where(Event.slug == SHOWROOM))
    if known and known.series_id:
        text = text.replace("[event]\n", f'[event]\nseries = "{SERIES}"\n', 1)
    days = sorted({today, *(day.date.isoformat() for day in known.days)} if known else {today})
    # Earlier days stay: tickets that were booked for them are still there.
    sections = "".join(f'[[day]]\ndate = {d}\nopens = "00:00"\ncloses = "24:00"\n' for d in days)
    _store(text.replace("[[day]]", sections).replace("TODAY", today), now)
    if not known:
        _seed_series(get_event(SHOWROOM), now)


def _seed_series(first: Event, now: datetime) -> None:
    """Let the showroom be open in the afternoon of the next weeks too."""
    title = {"de": "Showroom Digitalisierung", "en": "Digital showroom", "fr": "Vitrine numérique"}
    series = create_series(SERIES, Texts(title, first.summary), first, now, ACTOR)
    days = dates_from(first.days[0].date + timedelta(weeks=1), 3, 1)
    dates = add_dates(series, first, Dates(days, "14:00", "18:00"), now, ACTOR)
    publish_drafts(dates, now, ACTOR)


def pair_phone(now: datetime) -> str:
    """Prepare a phone for the showroom; return the link that pairs it."""
    event = get_event(SHOWROOM)
    _, secret = prepare_device(event, "Telefon der Demo", now, ACTOR, may_override=True)
    return pairing_url(secret)
