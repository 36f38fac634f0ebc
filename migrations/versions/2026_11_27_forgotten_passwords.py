"""A forgotten password is set anew by a link in a letter.

Revision: forgotten_passwords
After: teams
"""

import sqlalchemy as sa
from alembic import op

revision = "forgotten_passwords"
down_revision = "teams"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_password_reset"),
        sa.UniqueConstraint("key_hash", name="uq_password_reset_key_hash"),
    )


def downgrade() -> None:
    op.drop_table("password_reset")
