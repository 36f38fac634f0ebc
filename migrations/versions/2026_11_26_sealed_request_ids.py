"""Seal the ids that make repeats harmless: whoever reads the database can repeat nothing.

Revision: sealed_request_ids
After: days_in_calendars
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "sealed_request_ids"
down_revision = "days_in_calendars"
branch_labels = None
depends_on = None

AT_ONCE = 1000
APPLICATION = (
    *("name", "kind", "description", "website"),
    *("contact_name", "email", "phone", "wishes"),
)

event = sa.table("event", sa.column("id"), sa.column("slug"))
ticket_type = sa.table("ticket_type", sa.column("id"), sa.column("slug"))
ticket = sa.table(
    "ticket",
    sa.column("booking_id", sa.Uuid()),
    *map(sa.column, ("ticket_type_id", "position", "name")),
)
booking = sa.table(
    "booking",
    sa.column("id", sa.Uuid()),
    sa.column("request_id", sa.Uuid()),
    sa.column("at_door", sa.Boolean()),
    *map(sa.column, ("event_id", "first_name", "last_name", "email", "accessibility_needs")),
)
exhibitor = sa.table(
    "exhibitor",
    sa.column("id", sa.Uuid()),
    sa.column("request_id", sa.Uuid()),
    *map(sa.column, ("event_id", *APPLICATION)),
)
scan = sa.table(
    "scan", sa.column("id"), sa.column("scan_id", sa.Uuid()), sa.column("undoes", sa.Uuid())
)
admission = sa.table("admission", sa.column("id"), sa.column("scan_id", sa.Uuid()))


def seal(domain: str, request_id: UUID, *content: str | int) -> UUID:
    # As kernel/sealed.py did when this was written: what a browser or a phone sends again
    # after the update still finds what it made before.
    message = json.dumps(["sealed", domain, str(request_id), *content]).encode()
    key = str(current_app.config["TICKET_KEY"]).encode()
    return UUID(bytes=hmac.new(key, message, hashlib.sha256).digest()[:16])


def names_by_booking() -> dict[UUID, tuple[str, list[str]]]:
    query = (
        sa.select(ticket.c.booking_id, ticket_type.c.slug, ticket.c.name)
        .join_from(ticket, ticket_type, ticket_type.c.id == ticket.c.ticket_type_id)
        .order_by(ticket.c.booking_id, ticket.c.position)
    )
    found: dict[UUID, tuple[str, list[str]]] = {}
    for booking_id, slug, name in op.get_bind().execute(query):
        found.setdefault(booking_id, (slug, []))[1].append(name)
    return found


def sealed_bookings() -> Iterator[dict[str, Any]]:
    tickets = names_by_booking()
    query = sa.select(booking, event.c.slug).join_from(
        booking, event, event.c.id == booking.c.event_id
    )
    for row in op.get_bind().execute(query).all():
        kind, names = tickets.get(row.id, ("", []))
        asked_for = (row.slug, kind, len(names), *names)
        who = (row.first_name, row.last_name, row.email, row.accessibility_needs)
        sealed = (
            seal("booking", row.request_id)
            if row.at_door
            else seal("booking form", row.request_id, *asked_for, *who)
        )
        yield {"the_id": row.id, "sealed": sealed}


def sealed_exhibitors() -> Iterator[dict[str, Any]]:
    query = sa.select(exhibitor, event.c.slug).join_from(
        exhibitor, event, event.c.id == exhibitor.c.event_id
    )
    for row in op.get_bind().execute(query).all():
        content = [getattr(row, name) for name in APPLICATION]
        sealed = seal("application form", row.request_id, row.slug, *content)
        yield {"the_id": row.id, "sealed": sealed}


def sealed_column(table: sa.TableClause, column: str) -> Iterator[dict[str, Any]]:
    query = sa.select(table.c.id, table.c[column]).where(table.c[column].is_not(None))
    for the_id, stored in op.get_bind().execute(query).all():
        yield {"the_id": the_id, "sealed": seal("scan", stored)}


def store(table: sa.TableClause, column: str, rows: Iterable[dict[str, Any]]) -> None:
    statement = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("the_id"))
        .values({column: sa.bindparam("sealed")})
    )
    waiting = list(rows)
    for start in range(0, len(waiting), AT_ONCE):
        op.get_bind().execute(statement, waiting[start : start + AT_ONCE])


def upgrade() -> None:
    store(booking, "request_id", sealed_bookings())
    store(exhibitor, "request_id", sealed_exhibitors())
    store(scan, "scan_id", sealed_column(scan, "scan_id"))
    store(scan, "undoes", sealed_column(scan, "undoes"))
    store(admission, "scan_id", sealed_column(admission, "scan_id"))


def downgrade() -> None:
    # What was sealed cannot be turned back. The version before takes the ids as they are, so that
    # scans and their admissions still belong together; only those of forms, each of which opens a
    # booking there, are drawn anew.
    for table in (booking, exhibitor):
        ids = op.get_bind().execute(sa.select(table.c.id)).scalars().all()
        store(table, "request_id", ({"the_id": each, "sealed": uuid4()} for each in ids))
