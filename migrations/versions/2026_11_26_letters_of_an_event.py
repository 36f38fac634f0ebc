"""Letters know their event and who has them in hand; what holds up all letters is kept.

Revision: letters_of_an_event
After: erasure
"""

import sqlalchemy as sa
from alembic import op

revision = "letters_of_an_event"
down_revision = "erasure"
branch_labels = None
depends_on = None

# SQLite keeps the ids of bookings without hyphens.
NAME_EVENTS = """
    UPDATE letter SET event_id =
        (SELECT {table}.event_id FROM {table} WHERE {id} = {subject})
    WHERE kind LIKE '{kind}.%'
"""


def upgrade() -> None:
    with op.batch_alter_table("letter") as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer()))
        batch_op.add_column(sa.Column("claimed_until", sa.DateTime(timezone=True)))
        batch_op.create_foreign_key("fk_letter_event_id_event", "event", ["event_id"], ["id"])
        batch_op.create_index("ix_letter_event_id", ["event_id"], unique=False)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, kind in (("booking", "bookings"), ("exhibitor", "stands")):
        subject = "replace(letter.subject_id, '-', '')" if sqlite else "letter.subject_id"
        name = f"{table}.id" if sqlite else f"CAST({table}.id AS VARCHAR)"
        op.execute(NAME_EVENTS.format(table=table, kind=kind, id=name, subject=subject))
    op.create_table(
        "mail_trouble",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_trouble")),
    )


def downgrade() -> None:
    op.drop_table("mail_trouble")
    with op.batch_alter_table("letter") as batch_op:
        batch_op.drop_index("ix_letter_event_id")
        batch_op.drop_constraint("fk_letter_event_id_event", type_="foreignkey")
        batch_op.drop_column("claimed_until")
        batch_op.drop_column("event_id")
