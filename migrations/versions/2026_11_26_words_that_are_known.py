"""States, kinds and verdicts are words that are known, and the database refuses any other.

On SQLite each column is made anew beside the old one. A table that is made anew would lose its
triggers and other CHECKs, and what refers to it.

Revision: known_words
After: revisions
"""

from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "known_words"
down_revision = "revisions"
branch_labels = None
depends_on = None

LENGTH = 20
VERDICTS = (
    *("welcome", "already_in", "cancelled", "replaced", "wrong_day", "not_open", "unknown"),
    *("other_event", "override", "left", "not_in", "undone", "nothing_to_undo", "sold_out"),
    "forbidden",
)
QUEUE_INDEX = ("state", "priority", "due_at", "id")


class Words(NamedTuple):
    """A column and what may stand in it; `default` None where nothing may stand in it, too."""

    table: str
    column: str
    default: str | None
    words: tuple[str, ...]
    index: tuple[str, ...] = ()
    where: str | None = None

    @property
    def check(self) -> str:
        return f"ck_{self.table}_known_{self.column}"

    @property
    def listed(self) -> str:
        return ", ".join(f"'{word}'" for word in self.words)


COLUMNS = (
    Words("ticket_type", "access", "invitation", ("public", "invitation", "exhibitors")),
    Words(
        *("exhibitor", "kind", "company"),
        ("company", "start_up", "municipality", "association"),
    ),
    Words(
        *("exhibitor", "state", "unconfirmed"),
        ("unconfirmed", "applied", "accepted", "rejected"),
        ("event_id", "state"),
    ),
    Words("letter", "state", "waiting", ("waiting", "sent", "failed", "dropped"), QUEUE_INDEX),
    Words("job", "state", "waiting", ("waiting", "done", "failed"), QUEUE_INDEX),
    Words("scan", "action", "scan", ("scan", "exit", "override", "undo", "walk_in")),
    Words("scan", "verdict", "unknown", VERDICTS),
    Words("scan", "shown", None, VERDICTS),
    Words(
        *("scan", "conflict", None),
        ("let_in", "turned_away", "other_reason"),
        ("conflict",),
        "conflict IS NOT NULL",
    ),
)


def refuse_unknown(each: Words) -> None:
    """Stop before anything is changed: which of our words is meant, only a person can say."""
    found = op.get_bind().execute(
        sa.text(
            f"SELECT {each.column}, COUNT(*) FROM {each.table} "  # noqa: S608  # of names above
            f"WHERE {each.column} NOT IN ({each.listed}) GROUP BY {each.column}"
        )
    )
    if rows := [f"“{word}” ({number} rows)" for word, number in found]:
        raise RuntimeError(
            f"{each.table}.{each.column} holds {', '.join(rows)}. Known are {each.listed}. "
            f"Put these rows right by hand, then start the migration again; nothing was changed."
        )


def replace_on_sqlite(each: Words, type_: str, rule: str) -> None:
    new = f"new_{each.column}"
    default = f"NOT NULL DEFAULT '{each.default}'" if each.default else ""
    op.execute(f"ALTER TABLE {each.table} ADD COLUMN {new} {type_} {default} {rule}")
    op.execute(f"UPDATE {each.table} SET {new} = {each.column}")  # noqa: S608  # of names above
    name = f"ix_{each.table}_{'_'.join(each.index)}"
    if each.index:
        op.drop_index(name, each.table)
    op.execute(f"ALTER TABLE {each.table} DROP COLUMN {each.column}")
    op.execute(f"ALTER TABLE {each.table} RENAME COLUMN {new} TO {each.column}")
    if each.index:
        where = sa.text(each.where) if each.where else None
        op.create_index(name, each.table, list(each.index), sqlite_where=where)


def upgrade() -> None:
    for each in COLUMNS:
        refuse_unknown(each)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for each in COLUMNS:
        if sqlite:
            rule = f"CONSTRAINT {each.check} CHECK (new_{each.column} IN ({each.listed}))"
            replace_on_sqlite(each, f"VARCHAR({LENGTH})", rule)
            continue
        op.alter_column(each.table, each.column, type_=sa.String(LENGTH))
        op.create_check_constraint(
            op.f(each.check), each.table, f"{each.column} IN ({each.listed})"
        )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for each in COLUMNS:
        if sqlite:
            replace_on_sqlite(each, "VARCHAR", "")
            continue
        op.drop_constraint(op.f(each.check), each.table, type_="check")
        op.alter_column(each.table, each.column, type_=sa.String())
