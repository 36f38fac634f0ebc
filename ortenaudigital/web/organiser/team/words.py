"""What each permission allows, in one plain phrase."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role

PHRASES: dict[Permission, Any] = {
    Permission.EVENT_READ: _l("Veranstaltung ansehen"),
    Permission.EVENT_CHANGE: _l("Veranstaltung ändern"),
    Permission.EVENT_CREATE: _l("Veranstaltungen anlegen"),
    Permission.BOOKINGS_READ: _l("Buchungen ansehen"),
    Permission.BOOKINGS_CHANGE: _l("Buchungen ändern und stornieren"),
    Permission.BOOKINGS_CREATE: _l("Für andere buchen"),
    Permission.PLACES_EXCEED: _l("Über das Kontingent und nach Schluss buchen"),
    Permission.NEEDS_READ: _l("Bedarfe ansehen"),
    Permission.NEEDS_CHANGE: _l("Bedarfe erledigen"),
    Permission.DATA_EXPORT: _l("Listen mit Namen als Datei mitnehmen"),
    Permission.CHECKIN_READ: _l("Einlass ansehen"),
    Permission.CHECKIN_CHANGE: _l("Einlass leiten"),
    Permission.DEVICES_MANAGE: _l("Geräte koppeln und sperren"),
    Permission.FAIR_READ: _l("Messe ansehen"),
    Permission.FAIR_CHANGE: _l("Über Aussteller und Stände entscheiden"),
    Permission.LETTERS_READ: _l("Postausgang ansehen"),
    Permission.LETTERS_RETRY: _l("Briefe noch einmal senden"),
    Permission.LETTERS_CHANGE: _l("Texte der Briefe ändern"),
    Permission.LETTERS_WRITE: _l("Rundbriefe an Gäste schreiben"),
    Permission.FAIR_WRITE: _l("Rundbriefe an Aussteller schreiben"),
    Permission.HISTORY_READ: _l("Verlauf ansehen"),
    Permission.FEEDBACK_READ: _l("Meldungen ansehen"),
    Permission.FEEDBACK_ANSWER: _l("Meldungen erledigen"),
    Permission.PEOPLE_MANAGE: _l("Entscheiden, wer zum Team gehört"),
    Permission.EVENT_ERASE: _l("Mit einer zweiten Leitung eine Veranstaltung löschen"),
}


def phrases_of(role: Role) -> list[Any]:
    """List what a role may do, in the order of the table of permissions."""
    return [PHRASES[each] for each in Permission if each in PERMISSIONS[role]]
