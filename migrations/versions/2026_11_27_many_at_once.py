"""What is done to many bookings at once.

Revision: many_at_once
After: entries_are_kept
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "many_at_once"
down_revision = "entries_are_kept"
branch_labels = None
depends_on = None

RUNS, STEPS = sa.text("finished_at IS NULL"), sa.text("outcome IS NULL")
NOW_AND_THEN = UtcDateTime(timezone=True)


def _words(name: str, *words: str) -> sa.Enum:
    given = {"native_enum": False, "create_constraint": True, "length": 20}
    return sa.Enum(*words, name=op.f(name), **given)


def upgrade() -> None:
    deeds = _words("ck_bulk_run_known_deed", "cancel", "cancel_quietly", "resend", "move")
    outcomes = _words("ck_bulk_step_known_outcome", "done", "nothing", "refused")
    op.create_table(
        "bulk_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("deed", deeds, nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False, server_default=""),
        sa.Column("created_at", NOW_AND_THEN, nullable=False),
        sa.Column("stopped_at", NOW_AND_THEN, nullable=True),
        sa.Column("finished_at", NOW_AND_THEN, nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_bulk_run_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_bulk_run_ticket_type_id_ticket_type"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_run")),
        sa.UniqueConstraint("request_id", name=op.f("uq_bulk_run_request_id")),
    )
    op.create_index("ix_bulk_run_event_id_id", "bulk_run", ["event_id", "id"])
    op.create_index("ix_bulk_run_ticket_type_id", "bulk_run", ["ticket_type_id"])
    op.create_index(
        "ix_bulk_run_open", "bulk_run", ["id"], sqlite_where=RUNS, postgresql_where=RUNS
    )
    op.create_table(
        "bulk_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", outcomes, nullable=True),
        sa.Column("reason", sa.String(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_bulk_step_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["bulk_run.id"],
            name=op.f("fk_bulk_step_run_id_bulk_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_step")),
        sa.UniqueConstraint("run_id", "booking_id", name=op.f("uq_bulk_step_run_id_booking_id")),
    )
    op.create_index("ix_bulk_step_booking_id", "bulk_step", ["booking_id"])
    op.create_index("ix_bulk_step_run_id_id", "bulk_step", ["run_id", "id"])
    op.create_index(
        "ix_bulk_step_open",
        "bulk_step",
        ["run_id", "id"],
        sqlite_where=STEPS,
        postgresql_where=STEPS,
    )


def downgrade() -> None:
    op.drop_table("bulk_step")
    op.drop_table("bulk_run")
