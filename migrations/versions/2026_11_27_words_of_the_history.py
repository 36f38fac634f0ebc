"""Keep by which words an entry of the history is found, and find its deeds by an index.

Revision: words_of_the_history
After: events_erased
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from ortenaudigital.audit.rules import words_of

revision = "words_of_the_history"
down_revision = "events_erased"
branch_labels = None
depends_on = None
AT_ONCE = 1000


def upgrade() -> None:
    op.create_table(
        "audit_words",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_words_entry_id_audit_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_words")),
    )
    op.create_index(op.f("ix_audit_entry_action"), "audit_entry", ["action"])
    _fill()


def _fill() -> None:
    """Keep the words of what was written before."""
    connection, last = op.get_bind(), 0
    read = sa.text("SELECT id, details FROM audit_entry WHERE id > :last ORDER BY id LIMIT :most")
    keep = sa.text("INSERT INTO audit_words (entry_id, words) VALUES (:entry_id, :words)")
    while rows := connection.execute(read, {"last": last, "most": AT_ONCE}).all():
        last = rows[-1][0]
        found = {row[0]: words_of(_details(row[1])) for row in rows}
        kept = [{"entry_id": key, "words": words} for key, words in found.items() if words]
        if kept:
            connection.execute(keep, kept)


def _details(stored: Any) -> dict[str, Any]:
    # SQLite gives what is written, PostgreSQL what it means.
    details: dict[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
    return details


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_action"), table_name="audit_entry")
    op.drop_table("audit_words")
