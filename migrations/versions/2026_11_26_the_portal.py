"""The portal of exhibitors: people with links, messages, documents, orders, corrections.

Revision: portal
After: exhibitor_forms
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "portal"
down_revision = "exhibitor_forms"
branch_labels = None
depends_on = None

LISTS = ("furniture", "set_up")
DEADLINES = ("corrections_close_at", "furniture_close_at")
TABLES = (
    *("person", "message", "paper", "paper_confirmation"),
    *("furniture_order", "correction", "contact_change"),
)


def upgrade() -> None:
    for name in DEADLINES:
        op.add_column("event", sa.Column(name, UtcDateTime(timezone=True), nullable=True))
    for name in LISTS:
        # Not by making the table anew on SQLite, which would lose what refers to it.
        op.execute(f"ALTER TABLE event ADD COLUMN {name} JSON DEFAULT '[]' NOT NULL")
        if op.get_bind().dialect.name != "sqlite":
            op.alter_column("event", name, server_default=None)
    add_people()
    add_messages()
    add_papers()
    add_orders()
    add_corrections()


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def refers(table: str, column: str, to: str, **more: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, **more)


def of_exhibitor(table: str) -> tuple[sa.Column[object], sa.ForeignKeyConstraint]:
    column = sa.Column("exhibitor_id", sa.Uuid(), nullable=False)
    return column, refers(table, "exhibitor_id", "exhibitor", ondelete="CASCADE")


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def add_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        *of_exhibitor("person"),
        *words("name", "email"),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        moment("invited_at"),
        moment("revoked_at", nullable=True),
        key("person"),
        unique("person", "key_hash"),
    )
    index("person", "exhibitor_id")
    op.create_table(
        "contact_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        *of_exhibitor("contact_change"),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        *words("email", "former_email"),
        moment("asked_at"),
        moment("confirmed_at", nullable=True),
        key("contact_change"),
        unique("contact_change", "key_hash"),
    )
    index("contact_change", "exhibitor_id")


def add_messages() -> None:
    op.create_table(
        "message",
        number("id"),
        number("event_id"),
        *of_exhibitor("message"),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("from_organiser", sa.Boolean(), nullable=False),
        *words("author", "words"),
        moment("written_at"),
        moment("answered_at", nullable=True),
        refers("message", "event_id", "event"),
        key("message"),
        unique("message", "request_id"),
    )
    index("message", "exhibitor_id", "written_at")
    index("message", "event_id", "answered_at")


def add_papers() -> None:
    op.create_table(
        "paper",
        number("id"),
        number("event_id"),
        *words("title", "url"),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        number("version"),
        sa.Column("to_confirm", sa.Boolean(), nullable=False),
        moment("changed_at"),
        moment("withdrawn_at", nullable=True),
        sa.CheckConstraint("(content IS NULL) = (url <> '')", name=op.f("ck_paper_file_or_url")),
        refers("paper", "event_id", "event"),
        key("paper"),
    )
    index("paper", "event_id")
    op.create_table(
        "paper_confirmation",
        number("id"),
        number("paper_id"),
        *of_exhibitor("paper_confirmation"),
        number("version"),
        *words("confirmed_by"),
        moment("confirmed_at"),
        refers("paper_confirmation", "paper_id", "paper"),
        key("paper_confirmation"),
        unique("paper_confirmation", "paper_id", "exhibitor_id", "version"),
    )
    index("paper_confirmation", "exhibitor_id")


def add_orders() -> None:
    op.create_table(
        "furniture_order",
        *of_exhibitor("furniture_order"),
        *words("item"),
        number("number"),
        sa.CheckConstraint("number > 0", name=op.f("ck_furniture_order_some_of_it")),
        key("furniture_order", "exhibitor_id", "item"),
    )


def add_corrections() -> None:
    outcomes = ("open", "accepted", "asked_again", "replaced")
    outcome = sa.Enum(
        *outcomes, name="known_outcome", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "correction",
        number("id"),
        number("event_id"),
        *of_exhibitor("correction"),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.Column("logo_id", sa.Uuid(), nullable=True),
        moment("asked_at"),
        *words("asked_by"),
        sa.Column("outcome", outcome, nullable=False),
        moment("decided_at", nullable=True),
        *words("answer"),
        refers("correction", "event_id", "event"),
        refers("correction", "logo_id", "picture"),
        key("correction"),
    )
    index("correction", "event_id", "outcome")
    index("correction", "logo_id")
    is_open = sa.text("outcome = 'open'")
    op.create_index(
        "uq_correction_open",
        "correction",
        ["exhibitor_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(op.f("ix_correction_exhibitor_id"), "correction", ["exhibitor_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in (*LISTS, *DEADLINES):
        op.drop_column("event", name)
