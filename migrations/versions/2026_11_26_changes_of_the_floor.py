"""Changes of a floor are noted, and areas can have a picture under their stands.

Revision: floor_changes
After: answers_by_choice
"""

import sqlalchemy as sa
from alembic import op

revision = "floor_changes"
down_revision = "answers_by_choice"
branch_labels = None
depends_on = None

NUMBERS = ("background_x_cm", "background_y_cm", "background_width_cm")


def upgrade() -> None:
    op.create_table(
        "floor",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_floor_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_floor")),
    )
    op.create_table(
        "floor_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "deed IN ('added', 'changed', 'moved', 'deleted', 'numbered', 'copied', 'undone', "
            "'redone')",
            name=op.f("ck_floor_change_known_deed"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_floor_change_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_change")),
        sa.UniqueConstraint("event_id", "version", name=op.f("uq_floor_change_event_id_version")),
    )
    with op.batch_alter_table("area") as batch_op:
        batch_op.add_column(sa.Column("background_id", sa.Uuid()))
        for name in NUMBERS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_foreign_key(
            op.f("fk_area_background_id_picture"), "picture", ["background_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_area_background_id"), ["background_id"])
    with op.batch_alter_table("area") as batch_op:
        for name in NUMBERS:
            batch_op.alter_column(name, existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("area") as batch_op:
        batch_op.drop_index(op.f("ix_area_background_id"))
        batch_op.drop_constraint(op.f("fk_area_background_id_picture"), type_="foreignkey")
        for name in ("background_id", *NUMBERS):
            batch_op.drop_column(name)
    op.drop_table("floor_change")
    op.drop_table("floor")
