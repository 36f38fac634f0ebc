"""Bookings are found by what was chosen as an answer.

Revision: answers_by_choice
After: contacts
"""

import sqlalchemy as sa
from alembic import op

revision = "answers_by_choice"
down_revision = "contacts"
branch_labels = None
depends_on = None

CHOSEN = sa.text("kind IN ('choice', 'choices', 'yes_no')")
COLUMNS = ("ticket_type_id", "key", sa.text("CAST(given AS TEXT)"), "booking_id")


def upgrade() -> None:
    where = {"sqlite_where": CHOSEN, "postgresql_where": CHOSEN}
    op.create_index("ix_answer_chosen", "answer", [*COLUMNS], **where)


def downgrade() -> None:
    op.drop_index("ix_answer_chosen", "answer")
