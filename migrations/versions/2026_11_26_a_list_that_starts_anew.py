"""The door list starts anew after a backup was put back.

Revision: list_epoch
After: letters_without_accents
"""

import sqlalchemy as sa
from alembic import op

revision = "list_epoch"
down_revision = "letters_without_accents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_epoch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_list_epoch"),
        sa.UniqueConstraint("epoch", name="uq_list_epoch_epoch"),
    )


def downgrade() -> None:
    op.drop_table("list_epoch")
