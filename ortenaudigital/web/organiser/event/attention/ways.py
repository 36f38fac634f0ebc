"""In which words it is said what an event needs, and where somebody sees to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from ortenaudigital.reporting.attention.items import Item, Subject

Words = Callable[[Item], str]


@dataclass(frozen=True)
class Way:
    """Where a thing is seen to, and in which words it is said.

    `of_house`: the page is about all events; `hint` gets the moment of the item, written out.
    `of_others`: what is said to who may not open the page; otherwise they are told nothing.
    """

    endpoint: str
    icon: str
    words: Words
    query: Mapping[str, Any] | None = None
    of_house: bool = False
    hint: Callable[[str], str] | None = None
    of_others: Callable[[], str] | None = None


def _nearly_full(item: Item) -> str:
    left = ngettext(
        "%(type)s: noch %(num)d Platz frei",
        "%(type)s: noch %(num)d Plätze frei",
        item.number,
        type=item.title,
    )
    if item.days is None:
        return left
    soon = ngettext("in etwa %(num)d Tag voll", "in etwa %(num)d Tagen voll", item.days)
    return f"{left}, {soon}"


def _since(moment: str) -> str:
    return gettext("Seit %(moment)s", moment=moment)


def _at(moment: str) -> str:
    return gettext("Am %(moment)s", moment=moment)


def _lapses(moment: str) -> str:
    return gettext("Die Anfrage verfällt am %(moment)s.", moment=moment)


WAYS: Mapping[Subject, Way] = {
    Subject.MAIL_TROUBLE: Way(
        "letters",
        "warning",
        lambda _: gettext("Der Mailserver nimmt keine Briefe an"),
        of_house=True,
        hint=_since,
    ),
    Subject.FAILED_LETTERS: Way(
        "letters",
        "warning",
        lambda item: ngettext(
            "%(num)d Brief ist gescheitert", "%(num)d Briefe sind gescheitert", item.number
        ),
        {"status": "failed"},
        of_house=True,
    ),
    Subject.LATE_LETTERS: Way(
        "letters",
        "mail",
        lambda item: ngettext(
            "%(num)d Brief wartet nach einem Fehler auf den nächsten Versuch",
            "%(num)d Briefe warten nach einem Fehler auf den nächsten Versuch",
            item.number,
        ),
        {"status": "waiting"},
        of_house=True,
    ),
    Subject.CONFLICTS: Way(
        "conflicts",
        "door",
        lambda item: ngettext(
            "%(num)d Konflikt am Einlass", "%(num)d Konflikte am Einlass", item.number
        ),
    ),
    Subject.NO_PHONE: Way(
        "devices",
        "phone",
        lambda _: gettext("Für den Einlass ist noch kein Telefon gekoppelt"),
        hint=lambda moment: gettext("Einlass ist ab dem %(moment)s.", moment=moment),
    ),
    Subject.UNDELIVERED: Way(
        "bookings",
        "mail",
        lambda item: ngettext(
            "Bei %(num)d Buchung kommen E-Mails nicht an",
            "Bei %(num)d Buchungen kommen E-Mails nicht an",
            item.number,
        ),
        {"status": "undelivered"},
    ),
    Subject.DRAFT: Way(
        "event_state",
        "edit",
        lambda _: gettext("Noch ein Entwurf: Jetzt veröffentlichen"),
        hint=lambda moment: gettext(
            "Bis dahin sieht ihn nur das Team. Beginn: %(moment)s", moment=moment
        ),
        of_others=lambda: gettext("Noch ein Entwurf, den nur das Team sieht"),
    ),
    Subject.APPLICATIONS: Way(
        "next_exhibitor",
        "people",
        lambda item: ngettext(
            "%(num)d Bewerbung wartet auf Ihre Entscheidung",
            "%(num)d Bewerbungen warten auf Ihre Entscheidung",
            item.number,
        ),
        hint=lambda moment: gettext("Die älteste wartet seit dem %(moment)s.", moment=moment),
    ),
    Subject.TASKS: Way(
        "exhibitors",
        "list",
        lambda item: ngettext(
            "Bei %(num)d Aussteller ist eine Aufgabe fällig",
            "Bei %(num)d Ausstellern sind Aufgaben fällig",
            item.number,
        ),
        {"aufgaben": 1},
    ),
    Subject.PLACES_FOR_WAITING: Way(
        "wait_list",
        "clock",
        lambda item: ngettext(
            "%(type)s: %(num)d Anfrage wartet, obwohl Plätze frei sind",
            "%(type)s: %(num)d Anfragen warten, obwohl Plätze frei sind",
            item.number,
            type=item.title,
        ),
    ),
    Subject.FEEDBACK: Way(
        "reports",
        "info",
        lambda item: ngettext(
            "%(num)d Meldung ist noch nicht beantwortet",
            "%(num)d Meldungen sind noch nicht beantwortet",
            item.number,
        ),
        of_house=True,
        hint=_since,
    ),
    Subject.UNPLACED: Way(
        "exhibitors",
        "stand",
        lambda item: ngettext(
            "%(num)d angenommener Aussteller hat noch keinen Stand",
            "%(num)d angenommene Aussteller haben noch keinen Stand",
            item.number,
        ),
        {"status": "accepted"},
    ),
    Subject.UNTOLD: Way(
        "exhibitors",
        "mail",
        lambda item: ngettext(
            "%(num)d Entscheidung ist noch nicht mitgeteilt",
            "%(num)d Entscheidungen sind noch nicht mitgeteilt",
            item.number,
        ),
    ),
    Subject.CHANGED: Way(
        "exhibitors",
        "edit",
        lambda item: ngettext(
            "%(num)d Aussteller hat nach der Entscheidung etwas geändert",
            "%(num)d Aussteller haben nach der Entscheidung etwas geändert",
            item.number,
        ),
        {"geaendert": 1},
    ),
    Subject.NEARLY_FULL: Way("bookings", "ticket", _nearly_full),
    Subject.BOOKING_CLOSES: Way(
        "settings", "calendar", lambda _: gettext("Die Buchung endet bald"), hint=_at
    ),
    Subject.APPLICATIONS_CLOSE: Way(
        "exhibitors", "calendar", lambda _: gettext("Die Bewerbung endet bald"), hint=_at
    ),
    Subject.CORRECTIONS_CLOSE: Way(
        "portals",
        "calendar",
        lambda _: gettext("Aussteller können ihren Eintrag nicht mehr lange ändern"),
        hint=lambda moment: gettext("Bis zum %(moment)s", moment=moment),
    ),
    Subject.REMINDER: Way(
        "event_letters",
        "mail",
        lambda _: gettext("Bald geht die Erinnerung hinaus: Stimmt ihr Text?"),
        hint=_at,
    ),
    Subject.ERASURE: Way(
        "closing",
        "bin",
        lambda _: gettext("Bald werden die Namen gelöscht; die Zahlen bleiben"),
        hint=_at,
    ),
    Subject.ERASING_ASKED: Way(
        "erase_event",
        "bin",
        lambda _: gettext("Die Löschung der Veranstaltung wartet auf Ihre Entscheidung"),
        hint=_lapses,
    ),
    Subject.ERASING_WAITS: Way(
        "erase_event",
        "bin",
        lambda _: gettext("Ihre Bitte, die Veranstaltung zu löschen, wartet auf eine Bestätigung"),
        hint=_lapses,
    ),
    Subject.WAITING_EXHIBITORS: Way(
        "exhibitors",
        "clock",
        lambda item: ngettext(
            "%(num)d Aussteller wartet, und Stände sind frei",
            "%(num)d Aussteller warten, und Stände sind frei",
            item.number,
        ),
        {"status": "wait_listed"},
    ),
    Subject.IN_LINE: Way(
        "wait_list",
        "clock",
        lambda item: ngettext(
            "%(num)d Anfrage auf der Warteliste",
            "%(num)d Anfragen auf der Warteliste",
            item.number,
        ),
    ),
    Subject.FREE_STANDS: Way(
        "stands",
        "stand",
        lambda item: ngettext(
            "%(num)d Standplatz ist noch frei",
            "%(num)d Standplätze sind noch frei",
            item.number,
        ),
    ),
}
