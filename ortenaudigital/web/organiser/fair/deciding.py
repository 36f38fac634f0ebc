"""What organisers decide about an exhibitor, as forms name it, and what is said afterwards."""

from flask import abort
from flask_babel import gettext

from ortenaudigital.fair.applications.deciding.decisions import decide, undo
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.access.guards import actor

UNDO = "undo"
DECISIONS = {
    "accept": State.ACCEPTED,
    "wait": State.WAIT_LISTED,
    "reject": State.REJECTED,
}


def carry_out(exhibitor: Exhibitor, wanted: str, *, collected: bool = False) -> None:
    """Decide as a form says, inside the transaction of the caller. What `decide` raises."""
    if wanted == UNDO:
        undo(exhibitor, utc_now(), actor())
    elif wanted in DECISIONS:
        decide(exhibitor, DECISIONS[wanted], utc_now(), actor(), collected=collected)
    else:
        abort(400)


def words_about(wanted: str) -> str:
    """Say what was decided."""
    return {
        "accept": gettext("Angenommen."),
        "wait": gettext("Auf die Warteliste gesetzt."),
        "reject": gettext("Abgelehnt."),
        UNDO: gettext("Die Entscheidung ist zurückgenommen. Es geht kein Brief hinaus."),
    }[wanted]
