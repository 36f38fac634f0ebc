"""How many a letter to many was counted for is kept for a while.

Revision: counted_mailings
After: for_whom_a_day_is
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "counted_mailings"
down_revision = "for_whom_a_day_is"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mailing", sa.Column("counted", sa.JSON(), nullable=True))
    op.add_column("mailing", sa.Column("counted_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("mailing", "counted_at")
    op.drop_column("mailing", "counted")
