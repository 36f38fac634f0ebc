"""What guests answered to the questions of a ticket type, and which needs an event lets them tell.

Revision: answers
After: held_places
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "answers"
down_revision = "held_places"
branch_labels = None
depends_on = None

NEEDS = ("wheelchair", "sign_language", "induction_loop", "companion", "other")
KINDS = ("line", "lines", "choice", "choices", "yes_no")


def upgrade() -> None:
    # Until now every event asked what somebody needs.
    every = sa.text(f"'{json.dumps(NEEDS)}'")
    op.add_column("event", sa.Column("needs", sa.JSON(), nullable=False, server_default=every))
    op.create_table(
        "answer",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="known_kind", native_enum=False, length=20, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_answer_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_answer_ticket_type_id_ticket_type"),
        ),
        sa.PrimaryKeyConstraint("booking_id", "ticket_type_id", "key", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_ticket_type_id"), "answer", ["ticket_type_id"])


def downgrade() -> None:
    op.drop_table("answer")
    op.drop_column("event", "needs")
