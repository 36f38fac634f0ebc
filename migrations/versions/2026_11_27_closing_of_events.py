"""What belongs to the closing of an event: what was ticked by hand, and who was told.

Revision: closing_of_events
After: reports_that_stay
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "closing_of_events"
down_revision = "reports_that_stay"
branch_labels = None
depends_on = None

STEPS = (
    *("phones", "thanks", "exhibitors", "certificates"),
    *("feedback", "report", "copy", "erasure"),
)


def upgrade() -> None:
    steps = sa.Enum(
        *STEPS,
        name=op.f("ck_closing_tick_known_step"),
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "closing_tick",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("step", steps, nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_closing_tick_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "step", name=op.f("pk_closing_tick")),
    )
    op.create_table(
        "closing_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_closing_notice_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_closing_notice_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_notice")),
        sa.UniqueConstraint("event_id", "user_id", name=op.f("uq_closing_notice_event_id_user_id")),
    )
    op.create_index(op.f("ix_closing_notice_user_id"), "closing_notice", ["user_id"])


def downgrade() -> None:
    op.drop_table("closing_notice")
    op.drop_table("closing_tick")
