"""Letters by time and what people answer, the organisers' own texts, addresses that take no mail.

Revision: letters_by_time
After: venue_accessibility
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "letters_by_time"
down_revision = "venue_accessibility"
branch_labels = None
depends_on = None

ADDED = [
    ("event", "reminder_days", "INTEGER DEFAULT 5 NOT NULL"),
    ("event", "feedback_url", "VARCHAR DEFAULT '' NOT NULL"),
    ("booking", "only_necessary", "BOOLEAN DEFAULT false NOT NULL"),
]


def upgrade() -> None:
    # Plain: SQLite would make the tables anew, which others refer to.
    for table, column, kind in ADDED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column(table, column, server_default=None)
    op.add_column("booking", sa.Column("undelivered_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_booking_undelivered",
        "booking",
        ["event_id", "created_at", "id"],
        sqlite_where=sa.text("undelivered_at IS NOT NULL"),
        postgresql_where=sa.text("undelivered_at IS NOT NULL"),
    )
    _create_rounds()
    _create_texts()


def _create_rounds() -> None:
    op.create_table(
        "letter_round",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("reached", sa.Uuid(), nullable=True),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_letter_round_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", "kind", "date", name=op.f("pk_letter_round")),
    )
    op.create_table(
        "attendance_answer",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name="fk_attendance_answer_booking_id_booking"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name="fk_attendance_answer_ticket_type_id_ticket_type",
        ),
        sa.PrimaryKeyConstraint("booking_id", "ticket_type_id", name=op.f("pk_attendance_answer")),
    )
    op.create_index("ix_attendance_answer_ticket_type_id", "attendance_answer", ["ticket_type_id"])


def _create_texts() -> None:
    op.create_table(
        "letter_text",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("subject", "introduction", "closing")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_letter_text_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", "kind", "language", name=op.f("pk_letter_text")),
    )
    op.create_table(
        "letter_switch",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_letter_switch_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", "kind", name=op.f("pk_letter_switch")),
    )


def downgrade() -> None:
    for table in ("letter_switch", "letter_text", "attendance_answer", "letter_round"):
        op.drop_table(table)
    op.drop_index("ix_booking_undelivered", "booking")
    op.drop_column("booking", "undelivered_at")
    for table, column, _ in reversed(ADDED):
        op.drop_column(table, column)
