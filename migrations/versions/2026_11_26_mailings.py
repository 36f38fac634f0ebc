"""Letters to many: what is written, to whom, and whose letters are in the outbox already.

Revision: mailings
After: portal
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "mailings"
down_revision = "portal"
branch_labels = None
depends_on = None

WORDS = {
    "audience": ("guests", "exhibitors"),
    "state": ("draft", "scheduled", "sending", "paused", "stopped", "done"),
    "reason": ("no_address", "unconfirmed", "bounced", "unwanted", "same_address"),
}


def upgrade() -> None:
    add_mailing()
    add_text()
    add_recipient()
    # By state as well: how many of 20,000 still wait is asked every other second.
    op.create_index("ix_letter_batch_state", "letter", ["batch", "state"])
    op.drop_index("ix_letter_batch", "letter")


def downgrade() -> None:
    op.create_index("ix_letter_batch", "letter", ["batch"])
    op.drop_index("ix_letter_batch_state", "letter")
    for table in ("mailing_recipient", "mailing_text", "mailing"):
        op.drop_table(table)


def word(column: str, name: str, *, nullable: bool = False) -> sa.Column[str]:
    words = sa.Enum(
        *WORDS[name],
        name=op.f(f"ck_{'mailing_recipient' if name == 'reason' else 'mailing'}_known_{name}"),
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    return sa.Column(column, words, nullable=nullable)


def moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def refers(table: str, to: str, **more: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{to}_id_{to}")
    return sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=name, **more)


def add_mailing() -> None:
    op.create_table(
        "mailing",
        *numbers("id", "event_id"),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        word("audience", "audience"),
        sa.Column("selection", sa.String(), nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        word("state", "state"),
        *numbers("version"),
        moment("created_at", nullable=False),
        *(moment(name) for name in ("selected_at", "due_at", "finished_at")),
        *numbers("recipients", "left_out", "reached"),
        refers("mailing", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("request_id", name=op.f("uq_mailing_request_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mailing_event_id_audience_id", "mailing", ["event_id", "audience", "id"])
    op.create_index("ix_mailing_state_due_at", "mailing", ["state", "due_at"])


def add_text() -> None:
    op.create_table(
        "mailing_text",
        *numbers("mailing_id"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("language", "subject", "body")),
        refers("mailing_text", "mailing", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mailing_id", "language", name=op.f("pk_mailing_text")),
    )


def add_recipient() -> None:
    table = "mailing_recipient"
    op.create_table(
        table,
        *numbers("id", "mailing_id"),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=True),
        word("left_out", "reason", nullable=True),
        *(refers(table, to, ondelete="CASCADE") for to in ("mailing", "booking", "exhibitor")),
        sa.CheckConstraint(
            "(booking_id IS NULL) <> (exhibitor_id IS NULL)", name=op.f(f"ck_{table}_one_of_both")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.UniqueConstraint("mailing_id", column, name=op.f(f"uq_{table}_mailing_id_{column}"))
            for column in ("booking_id", "exhibitor_id")
        ),
        sqlite_autoincrement=True,
    )
    for columns in (["mailing_id", "id"], ["booking_id"], ["exhibitor_id"]):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
