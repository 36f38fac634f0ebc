"""Accounts get a second factor: an app, passkeys, and codes for who lost both.

Revision: second_factors
After: entries_are_kept
"""

import sqlalchemy as sa
from alembic import op

revision = "second_factors"
down_revision = "pictures_of_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authenticator",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("setup_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_authenticator"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_authenticator_user_id_user"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_code"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_recovery_code_user_id_user"),
    )
    op.create_index("ix_recovery_code_user_id", "recovery_code", ["user_id"])
    # Nobody has logged in by more than a password so far.
    with op.batch_alter_table("login_session") as table:
        table.add_column(
            sa.Column("by_second_factor", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("login_session") as table:
        table.alter_column("by_second_factor", server_default=None)


def downgrade() -> None:
    # Who logged in by a second factor could not be told from others any more.
    op.execute("DELETE FROM login_session")
    with op.batch_alter_table("login_session") as table:
        table.drop_column("by_second_factor")
    op.drop_table("recovery_code")
    op.drop_table("authenticator")
