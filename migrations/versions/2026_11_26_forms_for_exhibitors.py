"""Events say what exhibitors are asked, and from when; drafts and answers of exhibitors are kept.

Revision: exhibitor_forms
After: undone_decisions
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "exhibitor_forms"
down_revision = "undone_decisions"
branch_labels = None
depends_on = None

KINDS = ("line", "lines", "choice", "choices", "yes_no")


def add_to_events() -> None:
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    op.add_column("event", sa.Column("applications_open_at", UtcDateTime(timezone=True)))
    for name, empty in (("exhibitor_questions", "[]"), ("exhibitor_terms", "{}")):
        column = sa.Column(name, sa.JSON(), nullable=False, server_default=empty)
        op.add_column("event", column)


def make_drafts() -> None:
    op.create_table(
        "application_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("logo_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_application_draft_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["logo_id"], ["picture.id"], name=op.f("fk_application_draft_logo_id_picture")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_draft")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_application_draft_key_hash")),
    )
    for column in ("event_id", "changed_at", "logo_id"):
        name = op.f(f"ix_application_draft_{column}")
        op.create_index(name, "application_draft", [column])


def make_answers() -> None:
    kind = sa.Enum(*KINDS, name="known_kind", native_enum=False, create_constraint=True, length=20)
    op.create_table(
        "exhibitor_answer",
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("title", "options", "given")),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"],
            ["exhibitor.id"],
            name=op.f("fk_exhibitor_answer_exhibitor_id_exhibitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("exhibitor_id", "key", name=op.f("pk_exhibitor_answer")),
    )


def upgrade() -> None:
    add_to_events()
    make_drafts()
    make_answers()


def downgrade() -> None:
    op.drop_table("exhibitor_answer")
    op.drop_table("application_draft")
    for name in ("exhibitor_terms", "exhibitor_questions", "applications_open_at"):
        op.drop_column("event", name)
