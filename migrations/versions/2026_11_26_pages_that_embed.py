"""Events say on which other pages they may be booked, inside a frame.

Revision: embedding
After: feedback
"""

from alembic import op

revision = "embedding"
down_revision = "feedback"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute("ALTER TABLE event ADD COLUMN embed_on JSON DEFAULT '[]' NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("event", "embed_on", server_default=None)


def downgrade() -> None:
    op.drop_column("event", "embed_on")
