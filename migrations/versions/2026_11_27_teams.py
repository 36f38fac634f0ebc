"""People belong to a town, and are invited to teams by mail.

Revision: teams
After: where_people_are_logged_in
"""

import sqlalchemy as sa
from alembic import op

revision = "teams"
down_revision = "views_of_bookings"
branch_labels = None
depends_on = None

ROLES = "role IN ('owner', 'organiser', 'fair_office', 'door_lead', 'reader')"


def upgrade() -> None:
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute(
        'ALTER TABLE "user" ADD COLUMN town_id INTEGER'
        " CONSTRAINT fk_user_town_id_town REFERENCES town (id)"
    )
    op.create_index("ix_user_town_id", "user", ["town_id"])
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(ROLES, name=op.f("ck_team_invitation_known_role")),
        sa.PrimaryKeyConstraint("id", name="pk_team_invitation"),
        sa.UniqueConstraint("key_hash", name="uq_team_invitation_key_hash"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_team_invitation_event_id_event"
        ),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name="fk_team_invitation_town_id_town"),
    )
    op.create_index("ix_team_invitation_event_id", "team_invitation", ["event_id"])
    op.create_index("ix_team_invitation_town_id", "team_invitation", ["town_id"])


def downgrade() -> None:
    op.drop_table("team_invitation")
    op.drop_index("ix_user_town_id", "user")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_user_town_id_town", "user", type_="foreignkey")
    op.drop_column("user", "town_id")
