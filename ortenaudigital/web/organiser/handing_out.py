"""Lists as files: what a page shows, on whichever of its pages, handed out and written down."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.exports.commands import Taken, note_taken
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import FILTERS, organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.tables import format_of, table_answer

PAGES = frozenset(("seite", "nach", "vor", "sort"))
# What lists are narrowed by. Whatever else stands in an address, somebody may have typed.
NARROWING = frozenset(FILTERS) - PAGES
NARROWING |= {"veranstaltung", "brief", "rundbrief", "bereich", "wer", "von", "bis"}
View = Callable[..., Table]


def list_file(
    path: str, name: str, permission: Permission = Permission.DATA_EXPORT
) -> Callable[[View], View]:
    """Offer a list at `<path>/liste.<kind>`: the view returns it as a table, by the address.

    By POST, because it is written down who took it, and programs that open links must not.
    """

    def offer(view: View) -> View:
        @wraps(view)
        def hand_out(kind: str, **values: Any) -> ResponseReturnValue:
            return _hand_out(lambda: view(**values), name, kind)

        rule = f"{path}/liste.<kind>"
        organiser.add_url_rule(rule, f"{name}_file", needs(permission)(hand_out), methods=["POST"])
        return view

    return offer


def _hand_out(make: Callable[[], Table], name: str, kind: str) -> ResponseReturnValue:
    format_of(kind)
    filters = sorted(each for each in NARROWING if request.args.get(each))
    # Whoever books waits for nobody who reads: all that takes long comes before the transaction.
    table = make()
    rows = len(table.rows)
    written = table_answer(table, kind) if isinstance(table.rows, Sequence) else None
    with transaction():
        # What was read before is forgotten, and the history must not hold this entry yet.
        table, event = table if written else make(), g.get("event")
        taken = Taken(name, kind, rows, event.id if event else None, filters)
        note_taken(taken, utc_now(), actor())
    return written or table_answer(table, kind)
