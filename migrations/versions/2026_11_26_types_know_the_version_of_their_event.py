"""Ticket types know as which version of their event its days and hours were last changed.

Revision: version_of_types
After: trigrams
"""

from alembic import op

revision = "version_of_types"
down_revision = "trigrams"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute("ALTER TABLE ticket_type ADD COLUMN event_version INTEGER DEFAULT 1 NOT NULL")
    op.execute(
        "UPDATE ticket_type SET event_version = "
        "(SELECT event.version FROM event WHERE event.id = ticket_type.event_id)"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("ticket_type", "event_version", server_default=None)


def downgrade() -> None:
    op.drop_column("ticket_type", "event_version")
