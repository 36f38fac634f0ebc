"""Sample exhibitors of the next edition, in all states in which organisers meet them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from ortenaudigital.demo.entries import present
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.changing.corrections import correct
from ortenaudigital.fair.applications.commands import Application, apply, confirm
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.organising.tasks import add_task, set_note
from ortenaudigital.fair.applications.rules import DECISION_WAITS, Kind, Needs, State
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import confirm_placing, tell
from ortenaudigital.kernel.db import db

ACTOR = "demo"
# Who they are, what they show, keywords, watts, and what was decided.
Sample = tuple[str, Kind, str, str, int, State]
COMPANY, START_UP = Kind.COMPANY, Kind.START_UP
TOWN, ASSOCIATION = Kind.MUNICIPALITY, Kind.ASSOCIATION
ACCEPTED, APPLIED = State.ACCEPTED, State.APPLIED
SAMPLES: Sequence[Sample] = [
    (
        *("Gigabit Ortenau", COMPANY),
        "Glasfaser für Dörfer: was es kostet, wann gegraben wird.",
        *("Netze", 500, ACCEPTED),
    ),
    (
        *("Stadt Kehl, Bürgerservice", TOWN),
        "Ausweis und Ummeldung von zu Hause.",
        *("Verwaltung", 500, ACCEPTED),
    ),
    (
        *("Lotsenpunkt Oberkirch", ASSOCIATION),
        "Smartphone-Sprechstunde für Ältere.",
        *("Bildung", 0, ACCEPTED),
    ),
    (
        *("Rebsensor", START_UP),
        "Funksensoren im Weinberg, die vor Frost und Mehltau warnen.",
        *("Wein, Sensoren", 500, ACCEPTED),
    ),
    (
        *("Museum zum Anfassen", ASSOCIATION),
        "Ein Rundgang durch das alte Kehl in 3-D.",
        *("Kultur", 2000, ACCEPTED),
    ),
    (
        *("Parkplatz Lahr", START_UP),
        "Freie Parkplätze auf einen Blick, ohne Kameras.",
        *("Verkehr, Sensoren", 500, APPLIED),
    ),
    (
        *("Stadtwerke Achern", COMPANY),
        "Der Stromzähler, der erklärt, was er misst.",
        *("Energie", 2000, ACCEPTED),
    ),
    (
        *("Holzbau Schwarzwald", COMPANY),
        "Häuser aus dem Rechner: vom Plan zum Dachstuhl in vier Tagen.",
        *("Bauen", 9000, APPLIED),
    ),
    (
        *("Robotik-AG Offenburg", ASSOCIATION),
        "Schülerinnen und Schüler zeigen ihren Roboter, der Flaschen sortiert.",
        *("Bildung, Roboter", 2000, APPLIED),
    ),
    (
        *("Pflege daheim", START_UP),
        "Ein Kalender, in dem Familie und Pflegedienst dasselbe lesen.",
        *("Gesundheit", 0, State.WAIT_LISTED),
    ),
    (
        *("Feuerwehr Digital", ASSOCIATION),
        "Einsatzkarten auf dem Tablet, auch ohne Netz.",
        *("Sicherheit", 500, APPLIED),
    ),
    (
        *("Büchereien der Ortenau", TOWN),
        "Ein Ausweis für alle Büchereien, und was man damit ausleiht.",
        *("Bildung, Kultur", 500, ACCEPTED),
    ),
    (
        *("Fahrrad-Barometer", START_UP),
        "Zählt, wie viele auf dem Radweg fahren, und sagt es im Schaufenster.",
        *("Verkehr", 500, APPLIED),
    ),
    (
        *("Landratsamt, Baurecht", TOWN),
        "Der Bauantrag ohne Papier, zum Ausprobieren.",
        *("Verwaltung, Bauen", 500, APPLIED),
    ),
    (
        *("Kaffee aus Kehl", COMPANY),
        "Eine Rösterei, die ihre Maschine selbst programmiert hat.",
        *("Essen", 9000, State.REJECTED),
    ),
    (
        *("Tonstudio Rhein", START_UP),
        "Hörbücher, die man im Dialekt hört.",
        *("Kultur", 500, State.WAIT_LISTED),
    ),
    (
        *("Solar-Nachbarn", ASSOCIATION),
        "Wie ein Mietshaus zu Strom vom Dach kommt.",
        *("Energie", 0, APPLIED),
    ),
    (
        *("Solar Nachbarn e. V.", ASSOCIATION),
        "Strom vom Dach für Mieterinnen und Mieter.",
        *("Energie", 0, APPLIED),
    ),
    (
        *("Wetterstation Hornisgrinde", ASSOCIATION),
        "Messwerte von oben, offen für alle.",
        *("Sensoren", 500, State.WITHDRAWN),
    ),
    (
        *("Schul-IT Lahr", COMPANY),
        "Tablets, die auch nach fünf Jahren noch laufen.",
        *("Bildung", 2000, ACCEPTED),
    ),
]
# So many of the accepted ones have a stand already, and all but the last of these know of it.
PLACED = 4


def seed_exhibitors(event: Event, namespace: UUID, now: datetime) -> None:
    """Store sample exhibitors; doing it again adds nothing."""
    if db.session.scalar(select(Exhibitor).where(Exhibitor.event_id == event.id).limit(1)):
        return
    stored = [_store(event, number, namespace, now) for number in range(len(SAMPLES))]
    accepted = [each for each in stored if each.state is State.ACCEPTED]
    slots = list_free_slots(event)
    stands = list(dict.fromkeys(slot.stand_id for slot in slots))
    for exhibitor, stand_id in zip(accepted[:PLACED], stands, strict=False):
        for slot in slots:
            if slot.stand_id == stand_id:
                assign(slot, exhibitor, now, ACTOR)
    by = By(now, ACTOR)
    tell(event, [each.id for each in accepted[: PLACED - 1]], by)
    confirm_placing(accepted[0], accepted[0].told_of, by)
    correct(accepted[0], {"description": "Glasfaser für Dörfer, und Termine."}, now, "exhibitor")
    set_note(accepted[1], "Teilt sich den Stand mit dem Standesamt.", now, ACTOR)
    due_on = (now + timedelta(days=3)).date()
    add_task(stored[5], "Zurückrufen: Wie hoch ist die Tafel?", due_on, now, ACTOR)


def _store(event: Event, number: int, namespace: UUID, now: datetime) -> Exhibitor:
    name, kind, description, tags, power_w, state = SAMPLES[number]
    application = Application(
        request_id=uuid5(namespace, name),
        name=name,
        kind=kind,
        description=description,
        website="",
        contact_name="Erika Beispiel",
        email=f"stand{number}@example.org",
        phone="",
        wishes="",
        language="de",
        tags=tags,
        needs=Needs(
            days=tuple(day.id for day in event.days) if len(name) % 3 else (event.days[-1].id,),
            width_cm=300 if power_w > 500 else 200,
            depth_cm=200,
            power_w=power_w,
            network=power_w > 0,
            pitch=kind is Kind.START_UP,
            passes=2,
            terms_accepted=True,
        ),
    )
    exhibitor = apply(event, application, now)
    confirm(exhibitor, now)
    present(exhibitor, now)
    if state is State.WITHDRAWN:
        withdraw(exhibitor, now, "exhibitor")
    elif state is not State.APPLIED:
        # So long ago that its letter leaves at once, and the public sees it.
        decide(exhibitor, state, now - DECISION_WAITS, ACTOR)
    return exhibitor
