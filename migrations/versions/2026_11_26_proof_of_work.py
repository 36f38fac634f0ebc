"""Events say when their booking wants a proof of work.

Revision: proof_of_work
After: overbooking
"""

import sqlalchemy as sa
from alembic import op

revision = "proof_of_work"
down_revision = "overbooking"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    op.add_column(
        "event",
        sa.Column(
            "proof_of_work",
            sa.String(length=20),
            sa.CheckConstraint(
                "proof_of_work IN ('auto', 'always', 'never')",
                name=op.f("ck_event_known_proof_of_work"),
            ),
            nullable=False,
            server_default="auto",
        ),
    )


def downgrade() -> None:
    op.drop_column("event", "proof_of_work")
