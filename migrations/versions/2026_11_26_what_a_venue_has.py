"""Events say what their venue has for those who need it.

Revision: venue_accessibility
After: addresses_and_links
"""

from alembic import op

revision = "venue_accessibility"
down_revision = "addresses_and_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute("ALTER TABLE event ADD COLUMN accessibility JSON DEFAULT '{}' NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("event", "accessibility", server_default=None)


def downgrade() -> None:
    op.drop_column("event", "accessibility")
