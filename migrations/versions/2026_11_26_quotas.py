"""Places are counted in rows of their own, which ticket types and days can share.

Revision: quotas
After: devices_in_history
"""

import sqlalchemy as sa
from alembic import op

revision = "quotas"
down_revision = "devices_in_history"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_tables()
    op.execute(
        # Each type keeps the row with its own number, so that the two find one another.
        "INSERT INTO quota (id, event_id, title, size, taken) "
        "SELECT id, event_id, '{}', quota, taken FROM ticket_type"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('quota', 'id'), max(id)) FROM quota "
            "HAVING max(id) IS NOT NULL"
        )
    op.execute("INSERT INTO ticket_type_quota SELECT id, id FROM ticket_type")
    with op.batch_alter_table("ticket_type") as batch_op:
        batch_op.add_column(sa.Column("quota_id", sa.Integer()))
    op.execute("UPDATE ticket_type SET quota_id = id")
    with op.batch_alter_table("ticket_type") as batch_op:
        batch_op.alter_column("quota_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_ticket_type_quota_id"), ["quota_id"])
        batch_op.create_foreign_key(
            op.f("fk_ticket_type_quota_id_quota"), "quota", ["quota_id"], ["id"]
        )
        batch_op.drop_constraint(op.f("ck_ticket_type_taken_within_quota"), type_="check")
        batch_op.drop_column("taken")
        batch_op.drop_column("quota")
    with op.batch_alter_table("day") as batch_op:
        batch_op.add_column(sa.Column("quota_id", sa.Integer()))
        batch_op.create_unique_constraint(op.f("uq_day_quota_id"), ["quota_id"])
        batch_op.create_foreign_key(op.f("fk_day_quota_id_quota"), "quota", ["quota_id"], ["id"])


def _create_tables() -> None:
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_quota_size_not_negative")),
        sa.CheckConstraint(
            "taken >= 0 AND (size IS NULL OR taken <= size)",
            name=op.f("ck_quota_taken_within_size"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_quota_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("event_id", "slug", name=op.f("uq_quota_event_id_slug")),
    )
    op.create_table(
        "ticket_type_quota",
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("quota_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_ticket_type_quota_quota_id_quota")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_ticket_type_quota_ticket_type_id_ticket_type"),
        ),
        sa.PrimaryKeyConstraint("ticket_type_id", "quota_id", name=op.f("pk_ticket_type_quota")),
    )
    op.create_index("ix_ticket_type_quota_quota_id", "ticket_type_quota", ["quota_id"])


# What is left of the tightest quota that a type draws on: nobody gets a place that is not there,
# but what types share is theirs twice, since the version before cannot say that it is one.
LEFT = (
    "(SELECT min(q.size - q.taken) FROM ticket_type_quota d JOIN quota q ON q.id = d.quota_id "
    "WHERE d.ticket_type_id = ticket_type.id)"
)
TAKEN = "(SELECT q.taken FROM quota q WHERE q.id = ticket_type.quota_id)"


def downgrade() -> None:
    with op.batch_alter_table("ticket_type") as batch_op:
        batch_op.add_column(sa.Column("quota", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("taken", sa.Integer(), nullable=False, server_default="0"))
    op.execute(f"UPDATE ticket_type SET taken = {TAKEN}, quota = {TAKEN} + coalesce({LEFT}, 0)")  # noqa: S608  # our own words
    with op.batch_alter_table("day") as batch_op:
        batch_op.drop_constraint(op.f("fk_day_quota_id_quota"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_day_quota_id"), type_="unique")
        batch_op.drop_column("quota_id")
    with op.batch_alter_table("ticket_type") as batch_op:
        batch_op.drop_constraint(op.f("fk_ticket_type_quota_id_quota"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_ticket_type_quota_id"), type_="unique")
        batch_op.drop_column("quota_id")
        batch_op.alter_column("quota", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("taken", existing_type=sa.Integer(), server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_ticket_type_taken_within_quota"), "taken >= 0 AND taken <= quota"
        )
    if op.get_bind().dialect.name == "sqlite":
        _check_beside_the_column()
    op.drop_table("ticket_type_quota")
    op.drop_table("quota")


def _check_beside_the_column() -> None:
    """Put a CHECK back where `known_words` wrote it: making the table anew has moved it."""
    check = "ck_ticket_type_known_access"
    with op.batch_alter_table("ticket_type") as batch_op:
        batch_op.drop_constraint(op.f(check), type_="check")
    op.execute(
        "ALTER TABLE ticket_type ADD COLUMN new_access VARCHAR(20) NOT NULL DEFAULT 'invitation' "
        f"CONSTRAINT {check} CHECK (new_access IN ('public', 'invitation', 'exhibitors'))"
    )
    op.execute("UPDATE ticket_type SET new_access = access")
    op.execute("ALTER TABLE ticket_type DROP COLUMN access")
    op.execute("ALTER TABLE ticket_type RENAME COLUMN new_access TO access")
