"""Wait lists, and places that are kept for those who are on one.

Revision: wait_lists
After: invitations
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "wait_lists"
down_revision = "invitations"
branch_labels = None
depends_on = None

STATES = (
    *("waiting", "offered", "booked", "declined", "expired"),
    *("left", "removed", "closed"),
)
CHECKS = (
    ("number > 0", "some_places"),
    ("(state IN ('waiting', 'offered')) = (ended_at IS NULL)", "ended"),
    ("state <> 'offered' OR hold_id IS NOT NULL", "offer_is_held"),
    ("state <> 'booked' OR booking_id IS NOT NULL", "booked_has_booking"),
)
KEPT = "ck_quota_kept_not_negative"


def moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def reference(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_wait_list_entry_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def upgrade() -> None:
    add_columns()
    state = sa.Enum(
        *STATES, name="known_state", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "wait_list_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        *(text(each) for each in ("language", "first_name", "last_name", "email", "mailbox")),
        sa.Column("state", state, nullable=False),
        moment("created_at", nullable=False),
        sa.Column("passed_over", sa.Integer(), nullable=False),
        moment("offered_at"),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        moment("ended_at"),
        moment("erased_at"),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_wait_list_entry_{name}"))
            for rule, name in CHECKS
        ),
        reference("ticket_type_id", "ticket_type"),
        reference("hold_id", "hold"),
        reference("booking_id", "booking"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait_list_entry")),
        *(
            sa.UniqueConstraint(each, name=op.f(f"uq_wait_list_entry_{each}"))
            for each in ("request_id", "key_hash", "hold_id")
        ),
    )
    add_indexes()


def add_columns() -> None:
    columns = (
        ("event", sa.Column("offer_hours", sa.Integer(), nullable=False, server_default="48")),
        (
            "ticket_type",
            sa.Column("wait_list_open", sa.Boolean(), nullable=False, server_default=sa.true()),
        ),
    )
    for table, column in columns:
        op.add_column(table, column)
    # Not by making the table anew on SQLite, which would lose what refers to it.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE quota ADD COLUMN freed INTEGER NOT NULL DEFAULT 0")
        rule = f"CONSTRAINT {KEPT} CHECK (freed >= 0 AND saved >= 0)"
        op.execute(f"ALTER TABLE quota ADD COLUMN saved INTEGER NOT NULL DEFAULT 0 {rule}")
    else:
        for name in ("freed", "saved"):
            column = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
            op.add_column("quota", column)
        op.create_check_constraint(op.f(KEPT), "quota", "freed >= 0 AND saved >= 0")
    kept = sa.text("freed > 0 OR saved > 0")
    op.create_index(
        "ix_quota_freed", "quota", ["event_id"], sqlite_where=kept, postgresql_where=kept
    )


def add_indexes() -> None:
    is_open = sa.text("state IN ('waiting', 'offered')")
    op.create_index(
        "uq_wait_list_entry_once",
        "wait_list_entry",
        ["ticket_type_id", "mailbox"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    order = ("ticket_type_id", "state", "created_at", "id")
    op.create_index(op.f(f"ix_wait_list_entry_{'_'.join(order)}"), "wait_list_entry", list(order))
    op.create_index(op.f("ix_wait_list_entry_booking_id"), "wait_list_entry", ["booking_id"])


def downgrade() -> None:
    op.drop_table("wait_list_entry")
    op.drop_index("ix_quota_freed", "quota")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(KEPT), "quota", type_="check")
    # The later one first: on SQLite its rule goes with it.
    for table, column in (
        *(("quota", "saved"), ("quota", "freed")),
        *(("ticket_type", "wait_list_open"), ("event", "offer_hours")),
    ):
        op.drop_column(table, column)
