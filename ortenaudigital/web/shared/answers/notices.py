"""What a public page says after a form was sent: a word in the address, out of a fixed set.

Nothing is kept for it, so public pages need no session; and nobody can make a page say anything by
a link but what stands here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from flask import request
from flask_babel import gettext

from ortenaudigital.kernel.errors import N_

ARGUMENT = "hinweis"


class Notice(StrEnum):
    """The words that may stand in an address."""

    NAMES_SAVED = "namen-gespeichert"
    TICKETS_SENT = "tickets-unterwegs"
    CANCELLED = "storniert"
    NONE_CHOSEN = "nichts-gewaehlt"
    DETAILS_SAVED = "angaben-gespeichert"
    CONSENT_WITHDRAWN = "einwilligung-widerrufen"
    COMES = "sie-kommen"
    LETTERS_SAVED = "briefe-gespeichert"
    NOTHING_CHANGED = "nichts-geaendert"
    TICKET_ADDED = "ticket-dazu"
    CODE_REPLACED = "neuer-code"
    ADDRESS_ASKED = "adresse-angefragt"
    ADDRESS_CONFIRMED = "adresse-bestaetigt"
    CONTACT_ASKED = "kontakt-angefragt"
    CONTACT_GIVEN = "kontakt-gegeben"
    CONTACT_READ = "kontakt-abgerufen"
    CONTACT_WITHDRAWN = "kontakt-zurueckgenommen"
    LINKS_ASKED = "links-angefragt"
    PASSES_ENTERED = "ausweise-eingetragen"
    HANDED_BACK = "ausweis-zurueckgegeben"
    CORRECTION_SENT = "aenderung-geschickt"
    MESSAGE_SENT = "nachricht-geschickt"
    ORDER_SAVED = "bestellung-gespeichert"
    PAPER_CONFIRMED = "dokument-bestaetigt"
    PERSON_INVITED = "person-eingeladen"
    LINK_REVOKED = "link-gesperrt"
    PLACING_CONFIRMED = "stand-bestaetigt"
    WITHDRAWN = "zurueckgezogen"


@dataclass(frozen=True)
class Words:
    """What is said, and the state of the alert that says it."""

    state: str
    text: str


WORDS = {
    Notice.NAMES_SAVED: Words("success", N_("Die Namen sind gespeichert.")),
    Notice.TICKETS_SENT: Words("success", N_("Die Tickets sind per E-Mail unterwegs.")),
    Notice.DETAILS_SAVED: Words("success", N_("Ihre Angaben sind gespeichert.")),
    Notice.CONSENT_WITHDRAWN: Words("success", N_("Was Sie brauchen, ist nicht mehr gespeichert.")),
    Notice.CANCELLED: Words("success", N_("Die Stornierung ist gespeichert.")),
    Notice.COMES: Words("success", N_("Danke. Wir rechnen mit Ihnen.")),
    Notice.LETTERS_SAVED: Words("success", N_("Ihre Wahl ist gespeichert.")),
    Notice.NONE_CHOSEN: Words(
        "warning", N_("Bitte wählen Sie aus, welche Tickets Sie stornieren möchten.")
    ),
    Notice.NOTHING_CHANGED: Words("info", N_("Es war schon so: Es wurde nichts geändert.")),
    Notice.TICKET_ADDED: Words(
        "success", N_("Das weitere Ticket ist gebucht. Die Bestätigung kommt per E-Mail.")
    ),
    Notice.CODE_REPLACED: Words(
        "success", N_("Das Ticket hat einen neuen QR-Code. Der frühere gilt nicht mehr.")
    ),
    Notice.ADDRESS_ASKED: Words(
        "info",
        N_(
            "An die neue Adresse ist eine E-Mail unterwegs. Erst wenn Sie dort bestätigen, "
            "schreiben wir Ihnen dorthin."
        ),
    ),
    Notice.PASSES_ENTERED: Words(
        "success", N_("Die Ausweise sind eingetragen. Die Tickets kommen per E-Mail.")
    ),
    Notice.CORRECTION_SENT: Words(
        "success", N_("Ihre Änderung ist bei uns. Wir sehen sie an, dann gilt sie.")
    ),
    Notice.MESSAGE_SENT: Words("success", N_("Ihre Nachricht ist bei uns.")),
    Notice.ORDER_SAVED: Words("success", N_("Ihre Bestellung ist gespeichert.")),
    Notice.PAPER_CONFIRMED: Words("success", N_("Danke. Das ist als gelesen gespeichert.")),
    Notice.PERSON_INVITED: Words("success", N_("Der Link ist per E-Mail unterwegs.")),
    Notice.LINK_REVOKED: Words("success", N_("Der Link gilt nicht mehr.")),
    Notice.PLACING_CONFIRMED: Words("success", N_("Danke. Ihr Stand ist bestätigt.")),
    Notice.WITHDRAWN: Words("success", N_("Ihre Bewerbung ist zurückgezogen.")),
    Notice.HANDED_BACK: Words("success", N_("Der Ausweis ist zurückgegeben und gilt nicht mehr.")),
    Notice.ADDRESS_CONFIRMED: Words("success", N_("Die Adresse ist bestätigt.")),
    Notice.CONTACT_ASKED: Words(
        "info",
        N_(
            "Fast fertig: Wir haben Ihnen eine E-Mail geschickt. Erst wenn Sie dort bestätigen, "
            "geben wir Ihren Kontakt weiter."
        ),
    ),
    Notice.CONTACT_GIVEN: Words("success", N_("Ihr Kontakt ist weitergegeben.")),
    Notice.CONTACT_READ: Words("success", N_("Der Kontakt steht jetzt in Ihrer Liste.")),
    Notice.CONTACT_WITHDRAWN: Words("success", N_("Ihr Kontakt ist zurückgenommen.")),
    Notice.LINKS_ASKED: Words(
        "info",
        N_(
            "Gibt es unter dieser Adresse Buchungen für kommende Veranstaltungen, dann ist eine "
            "E-Mail mit allen Links unterwegs."
        ),
    ),
}


def read_notice(known: Collection[Notice]) -> Words | None:
    """Return what the address wants said, in the reader's language, if the page knows it."""
    asked = request.args.get(ARGUMENT)
    for notice in known:
        if notice == asked:
            words = WORDS[notice]
            return Words(words.state, gettext(words.text))
    return None


def with_notice(address: str, notice: Notice | None) -> str:
    """Return the address of a page that is to say something, or nothing."""
    return f"{address}?{ARGUMENT}={notice}" if notice else address
