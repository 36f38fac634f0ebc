"""The numbers by which phones follow the list of tickets are called revisions.

Revision: revisions
After: foreign_keys_found
"""

from alembic import op

revision = "revisions"
down_revision = "foreign_keys_found"
branch_labels = None
depends_on = None


def rename(table: str, old: str, new: str) -> None:
    # Plain, not in a batch: a table made anew on SQLite loses its triggers.
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")


def move_index(old: str, new: str) -> None:
    op.drop_index(f"ix_ticket_ticket_type_id_{old}", "ticket")
    columns = ["ticket_type_id", new]
    op.create_index(f"ix_ticket_ticket_type_id_{new}", "ticket", columns, unique=False)


def upgrade() -> None:
    rename("ticket_type", "changes", "revision")
    rename("ticket", "changed", "revision")
    move_index("changed", "revision")


def downgrade() -> None:
    rename("ticket", "revision", "changed")
    rename("ticket_type", "revision", "changes")
    move_index("revision", "changed")
