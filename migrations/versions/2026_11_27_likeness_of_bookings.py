"""By what bookings are alike, address and name: each by an index that nothing else is read for.

Revision: likeness_of_bookings
After: bookings_in_order
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.addresses import address_key

revision = "likeness_of_bookings"
down_revision = "bookings_in_order"
branch_labels = None
depends_on = None

AT_ONCE = 1000
# SQLite reads the row for what is asked of it, even where all rows of an index are so.
READ = ("cancelled_at", "erased_at", "at_door")
NAMED = "sort_name <> '' AND cancelled_at IS NULL AND erased_at IS NULL AND "
NOT_AT_DOOR = {"sqlite": "at_door IS 0", "postgresql": "at_door IS false"}
booking = sa.table(
    "booking",
    sa.column("id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("email", "address_key")),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    by_bytes = "" if dialect == "sqlite" else 'COLLATE "C"'
    # Plain, not in batches: SQLite would make the table anew, with triggers on it.
    op.execute(f"ALTER TABLE booking ADD COLUMN address_key VARCHAR {by_bytes} NOT NULL DEFAULT ''")
    _fill()
    there = sa.text("address_key <> '' AND erased_at IS NULL")
    op.create_index(
        "ix_booking_address",
        "booking",
        ["event_id", "address_key", *READ],
        sqlite_where=there,
        postgresql_where=there,
    )
    named = sa.text(NAMED + NOT_AT_DOOR[dialect])
    op.create_index(
        "ix_booking_namesake",
        "booking",
        ["event_id", "sort_name", *READ],
        sqlite_where=named,
        postgresql_where=named,
    )


def _fill() -> None:
    connection = op.get_bind()
    addresses = sa.select(booking.c.id, booking.c.email).where(booking.c.email != "")
    write = sa.update(booking).where(booking.c.id == sa.bindparam("of_booking"))
    write = write.values(address_key=sa.bindparam("key"))
    for rows in connection.execute(addresses).partitions(AT_ONCE):
        keys = [{"of_booking": id_, "key": address_key(email)} for id_, email in rows]
        connection.execute(write, keys)


def downgrade() -> None:
    op.drop_index("ix_booking_namesake", "booking")
    op.drop_index("ix_booking_address", "booking")
    op.drop_column("booking", "address_key")
