"""The history of settled conflicts says the id of the phone beside its name, and it is found by it.

Revision: devices_in_history
After: towns
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "devices_in_history"
down_revision = "towns"
branch_labels = None
depends_on = None

ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("action", sa.String),
    sa.column("subject", sa.String),
    sa.column("details", sa.JSON),
)
DEVICE = sa.table("device", sa.column("id"), sa.column("event_id"), sa.column("name"))
BOOKING = sa.table("booking", sa.column("id", sa.Uuid), sa.column("event_id"))
SETTLED = "checkin.conflict_settled"


def upgrade() -> None:
    connection = op.get_bind()
    settled = sa.select(ENTRY).where(ENTRY.c.action == SETTLED)
    for entry in connection.execute(settled).all():
        found = device_of(connection, entry.subject, entry.details.get("device", ""))
        # Whom nobody can find any more nobody could forget.
        device = {"device_id": found} if found else {"device": ""}
        write(connection, entry.id, {**entry.details, **device})


def device_of(connection: sa.Connection, subject: str, name: str) -> int | None:
    if subject.startswith("device:"):
        return int(subject.removeprefix("device:"))
    event = sa.select(BOOKING.c.event_id).where(BOOKING.c.id == UUID(subject)).scalar_subquery()
    named = sa.select(DEVICE.c.id).where(DEVICE.c.event_id == event, DEVICE.c.name == name)
    return connection.scalar(named.order_by(DEVICE.c.id).limit(1))


def downgrade() -> None:
    connection = op.get_bind()
    settled = sa.select(ENTRY).where(ENTRY.c.action == SETTLED)
    for entry in connection.execute(settled).all():
        left = {key: value for key, value in entry.details.items() if key != "device_id"}
        write(connection, entry.id, left)


def write(connection: sa.Connection, entry_id: int, details: dict[str, object]) -> None:
    connection.execute(sa.update(ENTRY).where(ENTRY.c.id == entry_id).values(details=details))
