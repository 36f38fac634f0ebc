"""Days that are moved keep their entry in calendars, which learn of it by a higher sequence.

Revision: days_in_calendars
After: list_epoch
"""

import sqlalchemy as sa
from alembic import op

revision = "days_in_calendars"
down_revision = "list_epoch"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain, not in batches: SQLite would make the tables anew, which others refer to.
    op.add_column(
        "event", sa.Column("calendar_sequence", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("event", sa.Column("before_change", sa.JSON()))
    op.add_column("day", sa.Column("calendar_key", sa.String(), nullable=False, server_default=""))
    # The entries that are in people's calendars already bear the date of the day.
    op.execute("UPDATE day SET calendar_key = CAST(date AS VARCHAR)")


def downgrade() -> None:
    op.drop_column("day", "calendar_key")
    op.drop_column("event", "before_change")
    op.drop_column("event", "calendar_sequence")
