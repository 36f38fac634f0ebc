"""Events count their changes, and what they were before each is kept.

Revision: event_versions
After: event_state
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "event_versions"
down_revision = "event_state"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Those there are begin with the first version; what they were before nobody wrote down.
    op.add_column("event", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "event_version",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_version_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "version", name=op.f("pk_event_version")),
    )


def downgrade() -> None:
    op.drop_table("event_version")
    op.drop_column("event", "version")
