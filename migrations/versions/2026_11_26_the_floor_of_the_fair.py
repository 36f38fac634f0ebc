"""Stands have measures and a place in an area, and slots can be pitches on a stage.

What was written as free text is read: "3 × 2 m" is a width and a depth, "230 V" are 3000 W and
"400 V" 9000 W. What cannot be read goes into the note of the stand, word for word.

Revision: fair_floor
After: applications
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "fair_floor"
down_revision = "applications"
branch_labels = None
depends_on = None

SIZE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*m?\s*[x×X*]\s*(\d+(?:[.,]\d+)?)\s*m?\s*")
POWER = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(V|W|kW)\s*")
# What a socket of this voltage gives.
VOLTAGES = {"230": 3000, "400": 9000}
MOST_CM, MOST_W = 50_000, 1_000_000


def upgrade() -> None:
    create_tables()
    widen_stands()
    make_slots_of_two_kinds()
    forbid_overlaps()


def downgrade() -> None:
    op.execute(
        "DELETE FROM assignment WHERE slot_id IN (SELECT id FROM slot WHERE stage_id IS NOT NULL)"
    )
    narrow_slots()
    narrow_stands()
    for table in ("stage", "circuit", "area"):
        op.drop_table(table)


def create_tables() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width_cm", sa.Integer(), nullable=False),
        sa.Column("depth_cm", sa.Integer(), nullable=False),
        sa.Column("outline", sa.String(), nullable=False),
        sa.Column("power_limit_w", sa.Integer(), nullable=True),
        sa.Column("network_limit", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "width_cm >= 0 AND depth_cm >= 0", name=op.f("ck_area_size_not_negative")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_area_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_area_event_id_name")),
    )
    op.create_table(
        "circuit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("limit_w", sa.Integer(), nullable=False),
        sa.CheckConstraint("limit_w >= 0", name=op.f("ck_circuit_limit_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_circuit_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circuit")),
        sa.UniqueConstraint("area_id", "name", name=op.f("uq_circuit_area_id_name")),
    )
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stage_event_id_event")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_stage_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_stage_event_id_name")),
    )
    op.create_index(op.f("ix_stage_area_id"), "stage", ["area_id"])


def widen_stands() -> None:
    numbers = ("width_cm", "depth_cm", "turned", "power_w")
    with op.batch_alter_table("stand") as batch_op:
        for name in ("area_id", "circuit_id", "x_cm", "y_cm", *numbers):
            batch_op.add_column(sa.Column(name, sa.Integer()))
        batch_op.add_column(sa.Column("kind", sa.String(length=20)))
        batch_op.add_column(sa.Column("accessible", sa.Boolean()))
        batch_op.add_column(sa.Column("note", sa.String()))
    read_texts()
    with op.batch_alter_table("stand") as batch_op:
        for name in numbers:
            batch_op.alter_column(name, existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("kind", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("accessible", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("note", existing_type=sa.String(), nullable=False)
        batch_op.create_check_constraint(
            op.f("ck_stand_known_stand_kind"), "kind IN ('table', 'island', 'shell', 'outdoor')"
        )
        batch_op.create_check_constraint(
            op.f("ck_stand_measures_not_negative"),
            "width_cm >= 0 AND depth_cm >= 0 AND power_w >= 0",
        )
        batch_op.create_check_constraint(
            op.f("ck_stand_turned_by_right_angles"), "turned IN (0, 90, 180, 270)"
        )
        batch_op.create_foreign_key(op.f("fk_stand_area_id_area"), "area", ["area_id"], ["id"])
        batch_op.create_foreign_key(
            op.f("fk_stand_circuit_id_circuit"), "circuit", ["circuit_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_stand_area_id"), ["area_id"])
        batch_op.create_index(op.f("ix_stand_circuit_id"), ["circuit_id"])
        batch_op.drop_column("size")
        batch_op.drop_column("power")


def read_texts() -> None:
    bind = op.get_bind()
    for stand_id, size, power in bind.execute(sa.text("SELECT id, size, power FROM stand")).all():
        measures, watts = read_size(size), read_power(power)
        unread = [text for text, found in ((size, measures), (power, watts)) if found is None]
        width, depth = measures or (0, 0)
        values = {"id": stand_id, "width": width, "depth": depth, "power": watts or 0}
        bind.execute(
            sa.text(
                "UPDATE stand SET width_cm = :width, depth_cm = :depth, power_w = :power, "
                "turned = 0, kind = 'table', accessible = false, note = :note WHERE id = :id"
            ),
            values | {"note": ", ".join(unread)},
        )


def read_size(text: str) -> tuple[int, int] | None:
    """Return width and depth in centimetres; None if it says something else."""
    if not text.strip():
        return 0, 0
    found = SIZE.fullmatch(text)
    if not found:
        return None
    width, depth = (round(float(part.replace(",", ".")) * 100) for part in found.groups())
    return (width, depth) if max(width, depth) <= MOST_CM else None


def read_power(text: str) -> int | None:
    """Return watts; None if it says something else."""
    if not text.strip():
        return 0
    found = POWER.fullmatch(text)
    if not found:
        return None
    number, unit = found.groups()
    if unit == "V":
        return VOLTAGES.get(number)
    watts = round(float(number.replace(",", ".")) * (1000 if unit == "kW" else 1))
    return watts if watts <= MOST_W else None


def make_slots_of_two_kinds() -> None:
    with op.batch_alter_table("slot") as batch_op:
        batch_op.alter_column("stand_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("stage_id", sa.Integer()))
        batch_op.add_column(sa.Column("starts_at", sa.DateTime(timezone=True)))
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True)))
        batch_op.create_foreign_key(op.f("fk_slot_stage_id_stage"), "stage", ["stage_id"], ["id"])
        batch_op.create_index(op.f("ix_slot_stage_id"), ["stage_id"])
        batch_op.create_check_constraint(
            op.f("ck_slot_stand_or_stage"), "(stand_id IS NULL) != (stage_id IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_slot_pitches_have_times"),
            "(stage_id IS NULL) = (starts_at IS NULL) AND (stage_id IS NULL) = (ends_at IS NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_slot_starts_before_it_ends"), "starts_at < ends_at"
        )


def forbid_overlaps() -> None:
    """Let two pitches of a stage never be at the same time."""
    if op.get_bind().dialect.name == "postgresql":
        # A stage as a range of one number: btree_gist, an extension, is not needed then.
        op.execute(
            "ALTER TABLE slot ADD CONSTRAINT ex_slot_no_overlap EXCLUDE USING gist "
            "(int4range(stage_id, stage_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) "
            "WHERE (stage_id IS NOT NULL)"
        )
        return
    for name, event, but in (
        ("slot_no_overlap_added", "INSERT", ""),
        ("slot_no_overlap_moved", "UPDATE", "AND s.id != OLD.id"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON slot WHEN NEW.stage_id IS NOT NULL "  # noqa: S608
            "BEGIN SELECT RAISE(ABORT, 'ex_slot_no_overlap') WHERE EXISTS "
            "(SELECT 1 FROM slot s WHERE s.stage_id = NEW.stage_id AND "
            f"s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at {but}); END"
        )


def narrow_slots() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE slot DROP CONSTRAINT ex_slot_no_overlap")
    else:
        op.execute("DROP TRIGGER slot_no_overlap_added")
        op.execute("DROP TRIGGER slot_no_overlap_moved")
    op.execute("DELETE FROM slot WHERE stage_id IS NOT NULL")
    with op.batch_alter_table("slot") as batch_op:
        for name in ("starts_before_it_ends", "pitches_have_times", "stand_or_stage"):
            batch_op.drop_constraint(op.f(f"ck_slot_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_slot_stage_id_stage"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_slot_stage_id"))
        for column in ("ends_at", "starts_at", "stage_id"):
            batch_op.drop_column(column)
        batch_op.alter_column("stand_id", existing_type=sa.Integer(), nullable=False)


def narrow_stands() -> None:
    with op.batch_alter_table("stand") as batch_op:
        batch_op.add_column(sa.Column("size", sa.String()))
        batch_op.add_column(sa.Column("power", sa.String()))
    write_texts()
    with op.batch_alter_table("stand") as batch_op:
        batch_op.alter_column("size", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("power", existing_type=sa.String(), nullable=False)
        for name in ("known_stand_kind", "measures_not_negative", "turned_by_right_angles"):
            batch_op.drop_constraint(op.f(f"ck_stand_{name}"), type_="check")
        for name in ("area", "circuit"):
            batch_op.drop_index(op.f(f"ix_stand_{name}_id"))
            batch_op.drop_constraint(op.f(f"fk_stand_{name}_id_{name}"), type_="foreignkey")
        for column in (
            *("kind", "width_cm", "depth_cm", "turned", "power_w", "accessible", "note"),
            *("area_id", "circuit_id", "x_cm", "y_cm"),
        ):
            batch_op.drop_column(column)


def write_texts() -> None:
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, width_cm, depth_cm, power_w, note FROM stand")).all()
    volts = {watts: f"{volt} V" for volt, watts in VOLTAGES.items()}
    for stand_id, width, depth, watts, note in rows:
        size = f"{width / 100:g} × {depth / 100:g} m".replace(".", ",") if width else note
        power = volts.get(watts, f"{watts} W") if watts else ""
        bind.execute(
            sa.text("UPDATE stand SET size = :size, power = :power WHERE id = :id"),
            {"id": stand_id, "size": size, "power": power},
        )
