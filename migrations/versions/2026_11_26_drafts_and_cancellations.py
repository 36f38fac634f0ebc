"""An event is a draft, published or cancelled; those there are were public from the start.

Revision: event_state
After: quotas
"""

import sqlalchemy as sa
from alembic import op

revision = "event_state"
down_revision = "quotas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    op.add_column(
        "event",
        sa.Column(
            "state",
            sa.String(length=20),
            sa.CheckConstraint(
                "state IN ('draft', 'published', 'cancelled')",
                name=op.f("ck_event_known_state"),
            ),
            nullable=False,
            server_default="draft",
        ),
    )
    op.execute("UPDATE event SET state = 'published'")


def downgrade() -> None:
    # The version before shows every event to everybody: what must not be seen has to go first.
    unseen = "SELECT slug FROM event WHERE state <> 'published'"
    if slugs := list(op.get_bind().execute(sa.text(unseen)).scalars()):
        raise RuntimeError(f"not published, and would be shown as if: {', '.join(slugs)}")
    op.drop_column("event", "state")
