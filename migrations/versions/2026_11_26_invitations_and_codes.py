"""Invitations and codes open ticket types, and bookings say by which they were made.

Revision: invitations
After: cancelled_sign
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "invitations"
down_revision = "cancelled_sign"
branch_labels = None
depends_on = None

HOLDS = sa.text("withdrawn_at IS NULL AND address_key <> ''")


def _moment(name: str, nullable: bool = True) -> sa.Column[UtcDateTime]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "access_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        _moment("ends_at"),
        _moment("created_at", nullable=False),
        _moment("withdrawn_at"),
        sa.CheckConstraint(
            "used >= 0 AND (size IS NULL OR used <= size)",
            name=op.f("ck_access_code_used_within_size"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_access_code_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_access_code_code_hash")),
    )
    op.create_index(
        op.f("ix_access_code_event_id_created_at_id"),
        "access_code",
        ["event_id", "created_at", "id"],
    )
    op.create_table(
        "access_code_type",
        sa.Column("access_code_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["access_code_id"],
            ["access_code.id"],
            name=op.f("fk_access_code_type_access_code_id_access_code"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_access_code_type_ticket_type_id_ticket_type"),
        ),
        sa.PrimaryKeyConstraint(
            "access_code_id", "ticket_type_id", name=op.f("pk_access_code_type")
        ),
    )
    op.create_index(
        op.f("ix_access_code_type_ticket_type_id"), "access_code_type", ["ticket_type_id"]
    )
    _make_invitations()
    for column, table in (("access_code_id", "access_code"), ("invitation_id", "invitation")):
        # Plain, not in batches: SQLite would make the table anew, with triggers on it.
        kind = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
        key = f"CONSTRAINT fk_booking_{column}_{table} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE booking ADD COLUMN {column} {kind} {key}")
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_booking_{column}",
            "booking",
            [column],
            sqlite_where=there,
            postgresql_where=there,
        )


def _make_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        _moment("created_at", nullable=False),
        _moment("reminded_at"),
        _moment("opened_at"),
        _moment("declined_at"),
        _moment("withdrawn_at"),
        sa.CheckConstraint(
            "used >= 0 AND used <= number", name=op.f("ck_invitation_used_within_number")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_invitation_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_invitation_ticket_type_id_ticket_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_invitation_key_hash")),
    )
    op.create_index(
        op.f("ix_invitation_event_id_created_at_id"),
        "invitation",
        ["event_id", "created_at", "id"],
    )
    op.create_index(op.f("ix_invitation_ticket_type_id"), "invitation", ["ticket_type_id"])
    op.create_index(
        "uq_invitation_once",
        "invitation",
        ["ticket_type_id", "address_key"],
        unique=True,
        sqlite_where=HOLDS,
        postgresql_where=HOLDS,
    )


def downgrade() -> None:
    # What was booked by them stays booked; nobody can tell any more by which.
    for column in ("invitation_id", "access_code_id"):
        op.drop_index(f"ix_booking_{column}", "booking")
        op.drop_column("booking", column)
    op.drop_table("invitation")
    op.drop_table("access_code_type")
    op.drop_table("access_code")
