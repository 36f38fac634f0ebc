"""The letters of a kind about one booking are found by both, whatever other indexes know the kind.

Revision: letters_about_one_by_kind
After: runs_that_are_taken_back
"""

from alembic import op

revision = "letters_about_one_by_kind"
down_revision = "runs_that_are_taken_back"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_letter_subject_id_kind", "letter", ["subject_id", "kind"])
    op.drop_index("ix_letter_subject_id", "letter")


def downgrade() -> None:
    op.create_index("ix_letter_subject_id", "letter", ["subject_id"])
    op.drop_index("ix_letter_subject_id_kind", "letter")
