"""What pages call a place in an event file: `ticket_type[gast].quota` is the places of guests."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.language import short_date

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STEP = re.compile(r"([a-z_]+)(?:\[([^\]]*)\])?")
# What stands above the fields, and the fields that differ from it in words.
PLACES: Mapping[str, Any] = {
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
    **{"domains": _l("E-Mail-Domains"), "confirm_first": _l("Adresse erst bestätigen")},
    **{"reminder_days": _l("Erinnerung"), "feedback_url": _l("Umfrage")},
    **{"offer_hours": _l("Frist für Angebote"), "embed_on": _l("Seiten mit dem Formular")},
    "proof_of_work": _l("Schutz vor automatischen Buchungen"),
    **{"certificate": _l("Teilnahmebescheinigung"), "reentry": _l("Wiedereinlass")},
    **{"series": _l("Reihe"), "audience": _l("Für wen der Tag ist")},
    **{"required": _l("Pflichtfrage"), "help": _l("Hinweis"), "kind": _l("Art")},
    **{"max_length": _l("Längste Antwort"), "only_if": _l("Nur nach der Antwort")},
    **{"circuit": _l("Stromkreis"), "circuits": _l("Stromkreis"), "note": _l("Hinweis")},
    **{"limit_w": _l("Höchstens so viel Watt"), "power_limit_w": _l("Höchstens so viel Watt")},
    "network_limit": _l("Höchstens so viele Netzanschlüsse"),
    **{"power_w": _l("Strom in Watt"), "network": _l("Netzanschluss")},
    **{"accessible": _l("Barrierearm"), "outline": _l("Umriss"), "label": _l("Name")},
    **{"width": _l("Breite in Metern"), "depth": _l("Tiefe in Metern")},
    **{"width_cm": _l("Breite in cm"), "depth_cm": _l("Tiefe in cm")},
    **{"x": _l("Abstand von links in Metern"), "y": _l("Abstand von oben in Metern")},
    **{"x_cm": _l("Abstand von links in cm"), "y_cm": _l("Abstand von oben in cm")},
    **{"turned": _l("Gedreht, in Grad"), "days": _l("Tage"), "pitches": _l("Pitch")},
    **{"slot": _l("Zeit"), "starts": _l("Beginn"), "ends": _l("Ende")},
    **{"starts_at": _l("Beginn"), "ends_at": _l("Ende"), "place": _l("Ort")},
    "background_x_cm": _l("Plan im Hintergrund, von links in cm"),
    "background_y_cm": _l("Plan im Hintergrund, von oben in cm"),
    "background_width_cm": _l("Plan im Hintergrund, Breite in cm"),
    **{"step_free": _l("Stufenlos"), "lift": _l("Aufzug"), "parking": _l("Parkplatz")},
    **{"toilet": _l("Toilette für alle"), "induction_loop": _l("Induktionsschleife")},
    **{"website": _l("Internetseite"), "links": _l("Links"), "tags": _l("Stichwörter")},
    **{"description": _l("Was gezeigt wird"), "wishes": _l("Was am Stand gebraucht wird")},
    **{"translations": _l("Was gezeigt wird, in anderen Sprachen"), "logo_id": _l("Logo")},
    **{"contact_name": _l("Ansprechperson"), "phone": _l("Telefon"), "email": _l("E-Mail")},
    **{"most": _l("Höchstens so viele"), "slug": _l("Kürzel"), "state": _l("Zustand")},
}
QUOTA = {True: _l("Gemeinsames Kontingent"), False: _l("Plätze")}


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
    words = str(QUOTA[bool(entry)] if name == "quota" else PLACES.get(name, name))
    return gettext("%(what)s „%(name)s“", what=words, name=_said(entry)) if entry else words


def _said(entry: str) -> str:
    return short_date(date.fromisoformat(entry)) if _DATE.fullmatch(entry) else entry
