"""An event has a picture, and pictures a small copy for lists.

Revision: pictures_of_events
After: entries_are_kept
"""

import sqlalchemy as sa
from alembic import op

revision = "pictures_of_events"
down_revision = "many_at_once"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("picture", sa.Column("small_width", sa.Integer(), nullable=True))
    op.add_column("picture", sa.Column("small_content", sa.LargeBinary(), nullable=True))
    op.add_column("event", sa.Column("picture_alt", sa.JSON(), nullable=False, server_default="{}"))
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute(
        f"ALTER TABLE event ADD COLUMN picture_id {kind}"
        " CONSTRAINT fk_event_picture_id_picture REFERENCES picture (id)"
    )
    op.create_index("ix_event_picture_id", "event", ["picture_id"])


def downgrade() -> None:
    op.drop_index("ix_event_picture_id", "event")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_event_picture_id_picture", "event", type_="foreignkey")
    op.drop_column("event", "picture_id")
    op.drop_column("event", "picture_alt")
    op.drop_column("picture", "small_content")
    op.drop_column("picture", "small_width")
