"""How pages call the values that the history knows, and what was done to whom."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _l

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.accounts.team.words import ROLES
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.reporting.closing.words import title_of_step
from ortenaudigital.web.organiser.event.forms.words import PLACES, QUOTA, place_words
from ortenaudigital.web.organiser.event.parts.tickets import ACCESSES
from ortenaudigital.web.organiser.fair.floor.forms import KINDS
from ortenaudigital.web.organiser.times import row_moment, row_time
from ortenaudigital.web.shared.answers.tables import words_by
from ortenaudigital.web.shared.language import short_date, texts

# What a value is called that is no place in the file of an event.
_NAMES: Mapping[str, Any] = {
    **{"role": _l("Rolle"), "town": _l("Kommune"), "state": _l("Zustand")},
    **{"language": _l("Sprache"), "ticket_type": _l("Ticketart"), "number": _l("Plätze")},
    **{"pitch": _l("Pitch"), "wish_stand": _l("Wunschstand")},
    **{"group_name": _l("Gruppe"), "apart_from": _l("Nicht neben")},
    **{"day_moved": _l("Tag"), "step": _l("Schritt"), "letter": _l("Brief")},
    **{"may_override": _l("Darf von Hand einlassen"), "checkpoint": _l("Kontrollpunkt")},
    **{"device_state": _l("Zustand"), "holding": _l("Stand"), "held_until": _l("Vorgemerkt bis")},
    **{"subject": _l("Betreff"), "introduction": _l("Einleitung"), "closing": _l("Schluss")},
    **{"on": _l("Brief geht hinaus"), "open": _l("Warteliste offen")},
    **{"may_log_in": _l("Kann sich anmelden")},
    **{"view": _l("Ansicht"), "chosen": _l("Auswahl"), "right": _l("Zustand")},
    **{"booked": _l("Damit gebucht")},
    **{"only_necessary": _l("Nur nötige Briefe"), "passes": _l("Bewilligte Ausweise")},
    **{
        "clock": _l("Uhr des Servers"),
        "value": _l("Wert"),
        "needed": _l("Geht auch an alle, die nur Nötiges wollen"),
    },
    **{"selection": _l("Empfänger"), "version": _l("Fassung"), "extra": _l("Zusätzliche Plätze")},
    **{"to_confirm": _l("Muss bestätigt werden"), "is_operator": _l("Betreibt diese Seiten")},
    **{"short_name": _l("Kurzer Name"), "representative": _l("Vertretung")},
    **{"vat_id": _l("Umsatzsteuer-ID"), "supervisory_body": _l("Aufsicht")},
    **{"data_protection_officer": _l("Datenschutzbeauftragte Person")},
    **{"data_protection_email": _l("E-Mail zum Datenschutz")},
    **{"data_protection_phone": _l("Telefon zum Datenschutz")},
    **{"data_protection_authority": _l("Aufsicht über den Datenschutz")},
    "operator": _l("Betreibt diese Seiten"),
    **{"text.de": _l("Text auf Deutsch"), "text.en": _l("Text auf Englisch")},
    "text.fr": _l("Text auf Französisch"),
}
_STATES = {
    **{"draft": _l("Entwurf"), "published": _l("Veröffentlicht"), "cancelled": _l("Abgesagt")},
    **{"unconfirmed": _l("Adresse nicht bestätigt"), "applied": _l("Noch nicht entschieden")},
    **{"accepted": _l("Angenommen"), "wait_listed": _l("Warteliste")},
    **{"rejected": _l("Abgelehnt"), "withdrawn": _l("Zurückgezogen")},
}
_KINDS = {
    **{"company": _l("Unternehmen"), "start_up": _l("Start-up")},
    **{"municipality": _l("Kommune"), "association": _l("Verein oder Verband")},
}
_DEVICES = {
    **{"paired": _l("Gekoppelt"), "unpaired": _l("Nicht gekoppelt")},
    **{"locked": _l("Gesperrt"), "revoked": _l("Entkoppelt")},
}
# What a value says, by what it is a value of.
VALUES: Mapping[str, Mapping[Any, Any]] = {
    "role": {role.value: ROLES[role] for role in Role},
    "access": {each.value: words for each, words in ACCESSES.items()},
    "kind": _KINDS | {each.value: words for each, words in KINDS.items()},
    "state": _STATES,
    "device_state": _DEVICES,
    "right": {"holds": _l("Gilt"), "withdrawn": _l("Zurückgezogen")},
    "holding": {"held": _l("Vorgemerkt"), "given": _l("Vergeben")},
    "language": {"de": _l("Deutsch"), "en": _l("Englisch"), "fr": _l("Französisch")},
    "proof_of_work": {"auto": _l("Von selbst"), "always": _l("Immer"), "never": _l("Nie")},
}
NOTHING = "–"
# What nobody has written is as usual.
_OF_LETTERS = ("subject", "introduction", "closing")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DATE.pattern + r"T[0-9:.+Z-]+")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")


def value_names() -> dict[str, str]:
    """Return what values are called, by the last word of their place."""
    quota = " ".join(map(str, QUOTA.values()))
    return {name: str(words) for name, words in {**PLACES, **_NAMES, "quota": quota}.items()}


def name_words(place: str) -> str:
    """Say what a value is of, such as `day[2027-10-01].opens`."""
    known = _NAMES.get(place)
    return str(known) if known is not None else place_words(place)


def value_words(place: str, value: Any) -> str:
    """Say a value in the words and the manner of the language."""
    if value is None or value in ("", [], {}):
        return gettext("Standardtext") if place in _OF_LETTERS else NOTHING
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nein")
    if isinstance(value, list):
        return ", ".join(value_words(place, each) for each in value)
    if isinstance(value, dict):
        return texts(value) if DEFAULT_LANGUAGE in value else NOTHING
    if isinstance(value, int | float):
        return format_decimal(value)
    return _of_text(place.rpartition(".")[2], str(value))


def _of_text(name: str, value: str) -> str:
    if name == "letter":
        return words_by("macros/words.html", "letter_kind")(value)
    if name == "step":
        return title_of_step(value)
    if value in VALUES.get(name, {}):
        return str(VALUES[name][value])
    try:
        if _MOMENT.fullmatch(value):
            return row_moment(datetime.fromisoformat(value))
        if _DATE.fullmatch(value):
            return short_date(date.fromisoformat(value))
    except ValueError:
        # As somebody typed it, when nobody checked it yet.
        return value
    return row_time(value) if _TIME.fullmatch(value) else value
