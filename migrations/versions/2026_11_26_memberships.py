"""Who may log in has a role, at an event or in the whole house; today's organisers own the house.

Revision: memberships
After: figures
"""

import sqlalchemy as sa
from alembic import op

revision = "memberships"
down_revision = "figures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "role IN ('owner', 'organiser', 'fair_office', 'door_lead', 'reader')",
            name=op.f("ck_membership_known_role"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_membership_user_id_user"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_membership_event_id_event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "event_id", name="uq_membership_user_id_event_id"),
    )
    op.create_index("ix_membership_event_id", "membership", ["event_id"])
    whole = sa.text("event_id IS NULL")
    op.create_index(
        "uq_membership_whole_house",
        "membership",
        ["user_id"],
        unique=True,
        sqlite_where=whole,
        postgresql_where=whole,
    )
    op.execute(
        "INSERT INTO membership (user_id, event_id, role) "
        "SELECT user_role.user_id, NULL, 'owner' FROM user_role "
        "JOIN role ON role.id = user_role.role_id WHERE role.name = 'organiser'"
    )
    op.drop_table("user_role")
    op.drop_table("role")


def downgrade() -> None:
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_role_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    # The version before knows one role that may do everything: only who may do that keeps it.
    op.execute("INSERT INTO role (name) VALUES ('organiser')")
    op.execute(
        "INSERT INTO user_role (user_id, role_id) SELECT membership.user_id, role.id "
        "FROM membership CROSS JOIN role "
        "WHERE membership.event_id IS NULL AND membership.role IN ('owner', 'organiser')"
    )
    op.drop_index("uq_membership_whole_house", "membership")
    op.drop_index("ix_membership_event_id", "membership")
    op.drop_table("membership")
