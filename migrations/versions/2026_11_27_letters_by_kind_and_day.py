"""Letters of a rare kind and of one day are found without a look at all others.

Revision: letters_by_kind_and_day
After: words_of_the_history
"""

from alembic import op

revision = "letters_by_kind_and_day"
down_revision = "words_of_the_history"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_letter_kind_event_id": ["kind", "event_id"],
    "ix_letter_created_at_event_id": ["created_at", "event_id"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(op.f(name), "letter", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(op.f(name), "letter")
