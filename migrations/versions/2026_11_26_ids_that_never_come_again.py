"""Ids of letters and jobs never come again, also on SQLite.

Revision: ids_never_again
After: one_queue
"""

from alembic import op

revision = "ids_never_again"
down_revision = "one_queue"
branch_labels = None
depends_on = None


def make_anew(autoincrement: bool) -> None:
    # PostgreSQL counts on by itself. Nothing refers to these tables, so they can be made anew.
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("letter", "job"):
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}
        ):
            pass


def upgrade() -> None:
    make_anew(True)


def downgrade() -> None:
    make_anew(False)
