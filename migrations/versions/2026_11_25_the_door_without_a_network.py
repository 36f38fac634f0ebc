"""The door without a network.

Revision: door_without_network
After: first_tables
"""

import sqlalchemy as sa
from alembic import op

revision = "door_without_network"
down_revision = "first_tables"
branch_labels = None
depends_on = None

# Tickets that are there already were all changed once, one after the other.
NUMBER_TICKETS = """
    UPDATE ticket SET changed = numbered.number
    FROM (
        SELECT id, ROW_NUMBER() OVER (PARTITION BY ticket_type_id ORDER BY id) AS number
        FROM ticket
    ) AS numbered
    WHERE numbered.id = ticket.id
"""
COUNT_CHANGES = """
    UPDATE ticket_type SET changes =
        (SELECT COUNT(*) FROM ticket WHERE ticket.ticket_type_id = ticket_type.id)
"""


def columns() -> list[tuple[str, sa.Column]]:
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    return [
        ("booking", sa.Column("at_door", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("device", sa.Column("locked_at", sa.DateTime(timezone=True))),
        (
            "device",
            sa.Column("may_override", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        ("device", sa.Column("on_paper", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("device", sa.Column("unsent", sa.Integer(), nullable=False, server_default="0")),
        ("device", sa.Column("app_version", sa.String(), nullable=False, server_default="")),
        ("event", sa.Column("reentry", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("scan", sa.Column("action", sa.String(), nullable=False, server_default="scan")),
        ("scan", sa.Column("reason", sa.String(), nullable=False, server_default="")),
        ("scan", sa.Column("undoes", sa.Uuid())),
        ("scan", sa.Column("conflict", sa.String())),
        ("scan", sa.Column("settled_at", sa.DateTime(timezone=True))),
        ("ticket", sa.Column("changed", sa.Integer(), nullable=False, server_default="0")),
        ("ticket_type", sa.Column("changes", sa.Integer(), nullable=False, server_default="0")),
        ("admission", sa.Column("entered_at", sa.DateTime(timezone=True))),
        ("admission", sa.Column("left_at", sa.DateTime(timezone=True))),
    ]


def upgrade() -> None:
    for table, column in columns():
        op.add_column(table, column)
    op.execute(NUMBER_TICKETS)
    op.execute(COUNT_CHANGES)
    op.execute("UPDATE admission SET entered_at = admitted_at")
    with op.batch_alter_table("admission") as batch_op:
        batch_op.alter_column("entered_at", nullable=False)
    op.drop_index("ix_ticket_ticket_type_id", "ticket")
    op.create_index(
        "ix_ticket_ticket_type_id_changed", "ticket", ["ticket_type_id", "changed"], unique=False
    )
    for column in ("conflict", "undoes"):
        condition = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_scan_{column}",
            "scan",
            [column],
            unique=False,
            sqlite_where=condition,
            postgresql_where=condition,
        )
    op.create_table(
        "walk_in_share",
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "used >= 0 AND used <= number", name=op.f("ck_walk_in_share_used_within_number")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_walk_in_share_device_id_device")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_walk_in_share_ticket_type_id_ticket_type"),
        ),
        sa.PrimaryKeyConstraint("device_id", "ticket_type_id", name=op.f("pk_walk_in_share")),
    )


def downgrade() -> None:
    op.drop_table("walk_in_share")
    op.drop_index("ix_scan_undoes", "scan")
    op.drop_index("ix_scan_conflict", "scan")
    op.drop_index("ix_ticket_ticket_type_id_changed", "ticket")
    op.create_index("ix_ticket_ticket_type_id", "ticket", ["ticket_type_id"], unique=False)
    for table, column in reversed(columns()):
        op.drop_column(table, column.name)
