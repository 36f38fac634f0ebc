"""What guests need moves from the booking into a table of its own, with their consent.

What was written so far was written of one's own accord, when it was booked: wording 0.

Revision: needs_with_consent
After: letters_by_time
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "needs_with_consent"
down_revision = "letters_by_time"
branch_labels = None
depends_on = None

WORDS = {
    "wheelchair": "Rollstuhlplatz",
    "sign_language": "Gebärdensprache",
    "induction_loop": "Induktionsanlage",
    "companion": "Begleitperson",
}


def upgrade() -> None:
    op.create_table(
        "booking_needs",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_needs_booking_id_booking")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_needs")),
    )
    op.create_table(
        "need_done",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking_needs.booking_id"],
            name=op.f("fk_need_done_booking_id_booking_needs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["day_id"], ["day.id"], name=op.f("fk_need_done_day_id_day"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", "day_id", name=op.f("pk_need_done")),
    )
    op.create_index(op.f("ix_need_done_day_id"), "need_done", ["day_id"])
    op.execute(
        "INSERT INTO booking_needs (booking_id, kinds, other, consented_at, wording) "
        """SELECT id, '["other"]', accessibility_needs, created_at, 0 """
        "FROM booking WHERE accessibility_needs <> ''"
    )
    op.drop_column("booking", "accessibility_needs")


def downgrade() -> None:
    column = sa.Column("accessibility_needs", sa.String(), nullable=False, server_default="")
    op.add_column("booking", column)
    connection = op.get_bind()
    booking = sa.table(
        "booking", sa.column("id", sa.Uuid()), sa.column("accessibility_needs", sa.String())
    )
    rows = connection.execute(sa.text("SELECT booking_id, kinds, other FROM booking_needs")).all()
    for booking_id, kinds, other in rows:
        ticked = json.loads(kinds) if isinstance(kinds, str) else kinds
        words = [WORDS[kind] for kind in ticked if kind in WORDS]
        text = ", ".join([*words, *([other] if other else [])])
        # As it came out: SQLite keeps ids as texts.
        where = sa.text("id = :own").bindparams(own=booking_id)
        connection.execute(booking.update().where(where).values(accessibility_needs=text))
    op.drop_table("need_done")
    op.drop_table("booking_needs")
