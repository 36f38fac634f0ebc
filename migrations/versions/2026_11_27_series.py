"""One offer on many dates: a series has a page of its own, and each date is an event.

Revision: series
After: portal
"""

import sqlalchemy as sa
from alembic import op

revision = "series"
down_revision = "mailings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("slug", name="uq_series_slug"),
    )
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute(
        "ALTER TABLE event ADD COLUMN series_id INTEGER"
        " CONSTRAINT fk_event_series_id_series REFERENCES series (id)"
    )
    op.create_index("ix_event_series_id", "event", ["series_id"])


def downgrade() -> None:
    op.drop_index("ix_event_series_id", "event")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_event_series_id_series", "event", type_="foreignkey")
    op.drop_column("event", "series_id")
    op.drop_table("series")
