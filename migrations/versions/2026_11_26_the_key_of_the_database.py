"""The key of the database.

Revision: key_of_the_database
After: sealed_request_ids
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "key_of_the_database"
down_revision = "sealed_request_ids"
branch_labels = None
depends_on = None

booking = sa.table(
    "booking",
    sa.column("id", sa.Uuid()),
    sa.column("key_hash", sa.LargeBinary()),
    sa.column("created_at", sa.DateTime()),
)


def mac(message: str) -> bytes:
    key = str(current_app.config["TICKET_KEY"]).encode()
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def fits_what_is_booked() -> bool:
    query = sa.select(booking.c.id, booking.c.key_hash).order_by(booking.c.created_at.desc())
    newest = op.get_bind().execute(query.limit(1)).one_or_none()
    if newest is None:
        return True
    code = base64.b32encode(mac(f"booking:{newest.id.hex}:0")[:16]).decode().rstrip("=")
    return hashlib.sha256(code.encode()).digest() == bytes(newest.key_hash)


def upgrade() -> None:
    if not fits_what_is_booked():
        raise RuntimeError(
            "TICKET_KEY is not the one that the newest booking was made with: put that one back"
        )
    table = op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_check", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    now = datetime.now(UTC)
    if op.get_bind().dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    op.execute(sa.insert(table).values(id=1, key_check=mac("ticket key check"), key_noted_at=now))


def downgrade() -> None:
    op.drop_table("installation")
