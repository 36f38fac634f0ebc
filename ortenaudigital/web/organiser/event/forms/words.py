"""What pages call a place in an event file: `ticket_type[gast].quota` is the places of guests."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ortenaudigital.web.organiser.blueprint import organiser

_STEP = re.compile(r"([a-z_]+)(?:\[([^\]]*)\])?")
# What stands above the fields, and the fields that differ from it in words.
_NAMES: Mapping[str, Any] = {
    **{"day": _l("Tag"), "ticket_type": _l("Ticketart"), "quotas": _l("Gemeinsame Kontingente")},
    **{"area": _l("Bereich"), "stand": _l("Stand"), "stage": _l("Bühne")},
    **{"title": _l("Titel"), "claim": _l("Leitsatz"), "summary": _l("Worum es geht")},
    **{"de": _l("Deutsch"), "en": _l("Englisch"), "fr": _l("Französisch")},
    **{"venue": _l("Ort"), "name": _l("Name"), "town": _l("Stadt"), "address": _l("Anschrift")},
    **{"picture": _l("Bild"), "picture_alt": _l("Was auf dem Bild zu sehen ist")},
    "directions": _l("So kommen Gäste hin"),
    "accessibility": _l("Barrierefreiheit"),
    "contact_email": _l("E-Mail-Adresse für Fragen"),
    "timezone": _l("Zeitzone"),
    "host": _l("Gastgebende Stadt"),
    "co_organisers": _l("Mitveranstaltende Städte"),
    "arrangement": _l("Vereinbarung der Städte zum Datenschutz"),
    **{"booking_opens": _l("Buchung ab"), "booking_closes": _l("Buchung bis")},
    "needs": _l("Was Gäste brauchen können"),
    "applications_open": _l("Bewerbung ab"),
    "applications_close": _l("Bewerbung bis"),
    "exhibitor_terms": _l("Bedingungen für Aussteller"),
    "exhibitor_questions": _l("Fragen an Aussteller"),
    "corrections_close": _l("Angaben ändern bis"),
    "furniture_close": _l("Möbel bestellen bis"),
    **{"furniture": _l("Möbel"), "setup": _l("Auf- und Abbau")},
    **{"date": _l("Datum"), "opens": _l("Einlass ab"), "closes": _l("Ende")},
    **{"size": _l("Plätze"), "capacity": _l("Höchstens so viele Menschen im Haus")},
    **{"checkpoints": _l("Durchgang"), "questions": _l("Fragen"), "options": _l("Antwort")},
    **{"admits_to": _l("Gilt für"), "access": _l("Wer sie buchen kann")},
    "overbook": _l("Überbuchen um so viele Prozent"),
    "max_per_booking": _l("Höchstens je Buchung"),
    "max_per_address": _l("Höchstens je E-Mail-Adresse"),
    "max_per_group": _l("Höchstens in einer Gruppe"),
}
_QUOTA = {True: _l("Gemeinsames Kontingent"), False: _l("Plätze")}


@organiser.app_template_filter("place_words")
def place_words(place: str) -> str:
    """Say a place of the file in the words of the forms; what has none stays as it is."""
    return " · ".join(
        _word(name, entry)
        for name, entry in _STEP.findall(place)
        # It stands above all the small ones.
        if name != "event"
    )


def _word(name: str, entry: str) -> str:
    # The one is a section, the other the places of a ticket type.
    words = str(_QUOTA[bool(entry)] if name == "quota" else _NAMES.get(name, name))
    return f"{words} „{entry}“" if entry else words
