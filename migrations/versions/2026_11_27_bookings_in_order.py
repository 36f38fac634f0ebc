"""What bookings are sorted by besides: names as in a dictionary, how many tickets; who made them.

Revision: bookings_in_order
After: second_factors
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.text import fold, name_key

revision = "bookings_in_order"
down_revision = "passkeys"
branch_labels = None
depends_on = None

AT_ONCE = 1000
BY_ORGANISER = {"sqlite": "by_organiser IS 1", "postgresql": "by_organiser IS true"}
COUNT = """
    UPDATE booking SET ticket_count = (
        SELECT count(*) FROM ticket
        WHERE ticket.booking_id = booking.id AND ticket.cancelled_at IS NULL)
"""
OF_TICKET = f"{COUNT} WHERE id IN (OLD.booking_id, NEW.booking_id);"
# Who waited for another counts what that one left: a question of its own sees it.
LOCK = """
    PERFORM 1 FROM booking WHERE id IN (OLD.booking_id, NEW.booking_id)
    ORDER BY id FOR NO KEY UPDATE;
"""
CHANGED = "AFTER UPDATE OF cancelled_at, booking_id ON ticket"
booking = sa.table(
    "booking",
    sa.column("id", sa.Uuid()),
    *(
        sa.column(name, sa.String())
        for name in ("reference", "last_name", "first_name", "search_text", "sort_name")
    ),
    sa.column("merged_into_id", sa.Uuid()),
    sa.column("by_organiser", sa.Boolean()),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    no, by_bytes = ("0", "") if dialect == "sqlite" else ("false", 'COLLATE "C"')
    # Plain, not in batches: SQLite would make the table anew, with triggers on it.
    for column in (
        f"sort_name VARCHAR {by_bytes} NOT NULL DEFAULT ''",
        "ticket_count INTEGER NOT NULL DEFAULT 0",
        f"by_organiser BOOLEAN NOT NULL DEFAULT {no}",
    ):
        op.execute(f"ALTER TABLE booking ADD COLUMN {column}")
    _fill()
    op.drop_index("ix_booking_name", "booking")
    op.create_index("ix_booking_name", "booking", ["event_id", "sort_name", "id"])
    counted = ["event_id", "ticket_count", "created_at", "id"]
    op.create_index("ix_booking_ticket_count", "booking", counted)
    few = sa.text(BY_ORGANISER[dialect])
    op.create_index(
        "ix_booking_by_organiser",
        "booking",
        ["event_id"],
        sqlite_where=few,
        postgresql_where=few,
    )
    _watch(dialect)


def _fill() -> None:
    connection = op.get_bind()
    op.execute(COUNT)
    names = sa.select(booking.c.id, booking.c.last_name, booking.c.first_name)
    write = sa.update(booking).where(booking.c.id == sa.bindparam("of_booking"))
    for rows in connection.execute(names).partitions(AT_ONCE):
        keys = [{"of_booking": id_, "sort_name": name_key(*name)} for id_, *name in rows]
        connection.execute(write.values(sort_name=sa.bindparam("sort_name")), keys)
    made = sa.text(
        "SELECT subject FROM audit_entry WHERE action = 'bookings.booked' "
        "AND CAST(details AS VARCHAR) LIKE '%by_phone%'"
    )
    by_phone = [UUID(each) for each in connection.scalars(made)]
    for id_ in by_phone:
        connection.execute(write.values(by_organiser=True), {"of_booking": id_})
    # Whoever knows the number of a booking that was merged finds where its tickets are.
    merged = sa.select(booking.c.merged_into_id, booking.c.reference).where(
        booking.c.merged_into_id.is_not(None)
    )
    words = booking.c.search_text + sa.bindparam("more")
    for id_, reference in connection.execute(merged).all():
        found = write.where(booking.c.search_text != "").values(search_text=words)
        connection.execute(found, {"of_booking": id_, "more": f" {fold(reference)}"})


def _watch(dialect: str) -> None:
    if dialect == "sqlite":
        op.execute(f"CREATE TRIGGER ticket_counted {CHANGED} BEGIN {OF_TICKET} END")
        return
    op.execute(
        "CREATE FUNCTION ticket_counted() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {LOCK} {OF_TICKET} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER ticket_counted {CHANGED} FOR EACH ROW EXECUTE FUNCTION ticket_counted()"
    )


def downgrade() -> None:
    on = "" if op.get_bind().dialect.name == "sqlite" else " ON ticket"
    op.execute(f"DROP TRIGGER ticket_counted{on}")
    if on:
        op.execute("DROP FUNCTION ticket_counted()")
    for name in ("ix_booking_by_organiser", "ix_booking_ticket_count", "ix_booking_name"):
        op.drop_index(name, "booking")
    names = ["event_id", "last_name", "first_name", "id"]
    op.create_index("ix_booking_name", "booking", names)
    for column in ("by_organiser", "ticket_count", "sort_name"):
        op.drop_column("booking", column)
