"""Who waits for what is not for everyone has a code or an invitation.

Revision: wait_lists_of_closed_types
After: groups_by_name
"""

from alembic import op

revision = "wait_lists_of_closed_types"
down_revision = "groups_by_name"
branch_labels = None
depends_on = None

COLUMNS = {"access_code_id": "access_code", "invitation_id": "invitation"}


def upgrade() -> None:
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    for column, table in COLUMNS.items():
        # Written out, since SQLite adds a key together with its column only.
        key = f"CONSTRAINT fk_wait_list_entry_{column}_{table} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE wait_list_entry ADD COLUMN {column} {kind} {key}")
        op.create_index(f"ix_wait_list_entry_{column}", "wait_list_entry", [column])


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_wait_list_entry_{column}", "wait_list_entry")
        op.drop_column("wait_list_entry", column)
