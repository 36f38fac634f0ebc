"""What people report about the pages, until somebody has answered it.

Revision: feedback
After: to_be_confirmed
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "feedback"
down_revision = "to_be_confirmed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("reported_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_feedback_report_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_report")),
        sa.UniqueConstraint("request_id", name=op.f("uq_feedback_report_request_id")),
    )
    for column in ("answered_at", "event_id"):
        op.create_index(op.f(f"ix_feedback_report_{column}"), "feedback_report", [column])


def downgrade() -> None:
    op.drop_table("feedback_report")
