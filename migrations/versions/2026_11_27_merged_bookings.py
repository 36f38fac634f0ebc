"""Bookings can be merged: one leads on to another, and its tickets are counted there.

Revision: merged_bookings
After: entries_know_their_event
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from alembic import op

revision = "merged_bookings"
down_revision = "entries_know_their_event"
branch_labels = None
depends_on = None

OF_TICKET = "UPDATE OF ticket_type_id, cancelled_at"


def figures() -> ModuleType:
    """Return the migration that counts tickets by when they were booked."""
    path = Path(__file__).with_name("2026_11_26_figures_counted_as_they_happen.py")
    spec = importlib.util.spec_from_file_location("figures", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def watch(event: str) -> None:
    """Have tickets counted anew when this happens to them."""
    before, dialect = figures(), op.get_bind().dialect.name
    body = before.take_ticket(dialect) + before.add_ticket(dialect)
    if dialect == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS ticket_moved")
        op.execute(f"CREATE TRIGGER ticket_moved AFTER {event} ON ticket BEGIN {body} END")
        return
    op.execute(
        f"CREATE OR REPLACE TRIGGER ticket_moved AFTER {event} ON ticket "
        "FOR EACH ROW EXECUTE FUNCTION ticket_moved()"
    )


def upgrade() -> None:
    # Plain, not in batches: SQLite would make the table anew, with triggers on it.
    kind = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    key = "CONSTRAINT fk_booking_merged_into_id_booking REFERENCES booking (id)"
    op.execute(f"ALTER TABLE booking ADD COLUMN merged_into_id {kind} {key}")
    there = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        "ix_booking_merged_into_id",
        "booking",
        ["merged_into_id"],
        sqlite_where=there,
        postgresql_where=there,
    )
    # A ticket that goes to another booking was booked when that one was.
    watch(f"{OF_TICKET}, booking_id")


def downgrade() -> None:
    # What was merged stays so; the links of those that went lead nowhere.
    watch(OF_TICKET)
    op.drop_index("ix_booking_merged_into_id", "booking")
    op.drop_column("booking", "merged_into_id")
