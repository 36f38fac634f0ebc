"""What came of something that was done to many bookings, as a table and in words."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.rules import Outcome
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.paging import WholeList

_RIGHT_GONE = _l("Code oder Einladung, mit denen gebucht wurde, gelten nicht mehr.")
_RIGHT_USED = _l("Code oder Einladung, mit denen gebucht wurde, sind inzwischen verbraucht.")
# By the codes of what can refuse it; for others the general words do.
_REASONS = {
    "tickets_inside": _l("Jemand ist gerade drin."),
    "was_let_in": _l("Damit kam schon jemand herein."),
    "booking_erased": _l("Die Buchung nennt niemanden mehr."),
    "no_address": _l("Die Buchung hat keine E-Mail-Adresse."),
    "just_sent": _l("Die Tickets gingen gerade erst oder heute schon oft hinaus."),
    "sent_often": _l("Die Tickets gingen gerade erst oder heute schon oft hinaus."),
    "event_over": _l("Die Veranstaltung ist vorbei."),
    "booking_called_off": _l("Die Veranstaltung ist abgesagt."),
    "booking_changed": _l("Die Buchung änderte sich gerade. Bitte noch einmal versuchen."),
    "booking_merged": _l("Die Buchung ist in eine andere übernommen."),
    "needs_places": _l("Es sind nicht mehr genügend Plätze frei."),
    "sold_out": _l("Das Haus ist an einem der Tage voll."),
    **dict.fromkeys(("code_ended", "code_withdrawn", "invitation_withdrawn"), _RIGHT_GONE),
    **dict.fromkeys(("code_used_up", "code_for_fewer"), _RIGHT_USED),
    **dict.fromkeys(("invitation_used_up", "invitation_for_fewer"), _RIGHT_USED),
    "one_type_at_a_time": _l("Die Tickets sind von mehreren Arten. Bitte einzeln umtauschen."),
    "not_for_bookings": _l("Ausweise von Ausstellern vergibt das Messebüro."),
    "unknown_type": _l("Diese Ticketart gibt es nicht mehr."),
}


def outcome_words(outcome: Outcome | None) -> str:
    """Say what came of it for a booking."""
    words: dict[Outcome | None, str] = {
        Outcome.DONE: gettext("Erledigt"),
        Outcome.NOTHING: gettext("Nichts zu tun"),
        Outcome.REFUSED: gettext("Nicht möglich"),
        None: gettext("Wartet"),
    }
    return words[outcome]


def reason_words(code: str) -> str:
    """Say why it was refused; nothing if it was not."""
    known = _REASONS.get(code, _l("Die Regeln lassen es nicht zu."))
    return str(known) if code else ""


def outcomes_table(run: BulkRun, outcome: Outcome | None = None) -> Table:
    """List the bookings of a run in the order in which they are done, or those of one outcome."""
    columns = (Booking.reference, Booking.first_name, Booking.last_name, Booking.email)
    query = select(*columns, BulkStep.outcome, BulkStep.reason).join(
        Booking, Booking.id == BulkStep.booking_id
    )
    query = query.where(BulkStep.run_id == run.id)
    if outcome is not None:
        query = query.where(BulkStep.outcome == outcome)
    named: list[tuple[str, Any]] = [
        (gettext("Buchungsnummer"), lambda row: row.reference),
        (gettext("Vorname"), lambda row: row.first_name),
        (gettext("Nachname"), lambda row: row.last_name),
        (gettext("E-Mail"), lambda row: row.email),
        (gettext("Ergebnis"), lambda row: outcome_words(row.outcome)),
        (gettext("Grund"), lambda row: reason_words(row.reason)),
    ]
    rows = WholeList(query, (BulkStep.id,), ascending=True)
    return Table(f"vorgang-{run.id}", [Column(*each) for each in named], rows)
