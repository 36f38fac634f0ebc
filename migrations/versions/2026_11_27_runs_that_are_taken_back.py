"""What was done to many bookings is taken back by a run that says which one.

Revision: runs_that_are_taken_back
After: counted_mailings
"""

from alembic import op

revision = "runs_that_are_taken_back"
down_revision = "counted_mailings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute(
        "ALTER TABLE bulk_run ADD COLUMN undoes_id INTEGER"
        " CONSTRAINT fk_bulk_run_undoes_id_bulk_run REFERENCES bulk_run (id)"
    )
    op.create_index("ix_bulk_run_undoes_id", "bulk_run", ["undoes_id"])


def downgrade() -> None:
    op.drop_index("ix_bulk_run_undoes_id", "bulk_run")
    # Without the word of what they undo they would be cancellations, which were done the other way.
    op.execute("DELETE FROM bulk_run WHERE undoes_id IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_bulk_run_undoes_id_bulk_run", "bulk_run", type_="foreignkey")
    op.drop_column("bulk_run", "undoes_id")
