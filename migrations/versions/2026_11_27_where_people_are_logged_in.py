"""Say in which browser and on which system somebody is logged in.

Revision: where_people_are_logged_in
After: merged_bookings
"""

import sqlalchemy as sa
from alembic import op

revision = "where_people_are_logged_in"
down_revision = "merged_bookings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "login_session", sa.Column("device", sa.String(), nullable=False, server_default="")
    )
    with op.batch_alter_table("login_session") as table:
        table.alter_column("device", server_default=None)


def downgrade() -> None:
    op.drop_column("login_session", "device")
