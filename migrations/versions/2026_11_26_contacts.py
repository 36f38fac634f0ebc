"""Contacts that visitors hand to exhibitors.

Revision: contacts
After: wait_lists_of_closed_types
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "contacts"
down_revision = "wait_lists_of_closed_types"
branch_labels = None
depends_on = None

NAME = "contact_grant"


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("code_until", UtcDateTime(timezone=True), nullable=True),
        *(
            sa.Column(column, sa.String(), nullable=False)
            for column in ("language", "name", "email")
        ),
        sa.Column("shares_email", sa.Boolean(), nullable=False),
        *(
            sa.Column(column, sa.String(), nullable=False)
            for column in ("phone", "company", "message")
        ),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(code_hash IS NULL) = (code_until IS NULL)", name=op.f("ck_contact_grant_codes_end")
        ),
        sa.CheckConstraint(
            "(exhibitor_id IS NULL) = (code_hash IS NOT NULL)",
            name=op.f("ck_contact_grant_code_or_exhibitor"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_{NAME}_{table}_id_{table}")
            )
            for table in ("event", "exhibitor", "booking")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_grant")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_{NAME}_{column}"))
            for column in ("request_id", "key_hash", "code_hash")
        ),
    )
    op.create_index(op.f("ix_contact_grant_event_id"), NAME, ["event_id"])
    op.create_index(
        op.f("ix_contact_grant_exhibitor_id_given_at"), NAME, ["exhibitor_id", "given_at"]
    )
    op.create_index(op.f("ix_contact_grant_booking_id"), NAME, ["booking_id"])
    where = sa.text("confirmed_at IS NULL")
    op.create_index(
        "ix_contact_grant_unconfirmed",
        NAME,
        ["given_at"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_table(NAME)
