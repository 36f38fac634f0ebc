"""Towns hold events: one is the host. They are made from the names that events had until now.

The town that runs these pages is made from OPERATOR_NAME, OPERATOR_ADDRESS, OPERATOR_EMAIL and
OPERATOR_PHONE, if the environment still has them. Going back keeps the names only.

Revision: towns
After: known_words
"""

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision = "towns"
down_revision = "known_words"
branch_labels = None
depends_on = None

# What the privacy notice said of every installation.
AUTHORITY = (
    "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Baden-Württemberg"
)
TEXTS = (
    *("name", "short_name", "address", "representative", "email", "phone", "website"),
    *("supervisory_body", "vat_id", "data_protection_officer", "data_protection_email"),
    *("data_protection_phone", "data_protection_authority"),
)
EVENT = sa.table(
    "event",
    sa.column("id", sa.Integer),
    sa.column("venue_town", sa.String),
    sa.column("organisers", sa.JSON),
)
TOWN = sa.table(
    "town",
    sa.column("id", sa.Integer),
    sa.column("slug", sa.String),
    sa.column("is_operator", sa.Boolean),
    *(sa.column(name, sa.String) for name in TEXTS),
)
LINK = sa.table(
    "event_town",
    sa.column("event_id", sa.Integer),
    sa.column("town_id", sa.Integer),
    sa.column("role", sa.String),
)


def upgrade() -> None:
    _create_tables()
    # Plain, not in a batch: SQLite would make the table anew, which others refer to.
    op.add_column("event", sa.Column("arrangement", sa.JSON(), nullable=False, server_default="{}"))
    _fill(op.get_bind())
    op.drop_column("event", "organisers")


def _create_tables() -> None:
    op.create_table(
        "town",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town")),
        sa.UniqueConstraint("slug", name=op.f("uq_town_slug")),
    )
    _only_one("uq_town_operator", "town", "is_operator", "is_operator")
    op.create_table(
        "event_town",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "role IN ('host', 'co_organiser')", name=op.f("ck_event_town_known_role")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_town_event_id_event"),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name="fk_event_town_town_id_town"),
        sa.PrimaryKeyConstraint("event_id", "town_id", name=op.f("pk_event_town")),
    )
    op.create_index("ix_event_town_town_id", "event_town", ["town_id"])
    _only_one("uq_event_town_one_host", "event_town", "event_id", "role = 'host'")


def _only_one(name: str, table: str, column: str, where: str) -> None:
    rows = sa.text(where)
    op.create_index(name, table, [column], unique=True, sqlite_where=rows, postgresql_where=rows)


def _fill(connection: sa.Connection) -> None:
    events = connection.execute(sa.select(EVENT).order_by(EVENT.c.id)).all()
    operator = _operator()
    names = list(dict.fromkeys(name for event in events for name in event.organisers))
    if operator:
        names = list(dict.fromkeys([operator["name"], *names]))
    ids = {}
    for name in names:
        known = operator if operator and operator["name"] == name else {}
        ids[name] = _insert(connection, name, known, _slug(connection, name))
    for event in events:
        held_by = list(dict.fromkeys(event.organisers)) or ([operator["name"]] if operator else [])
        for name in held_by:
            role = "host" if name == _host(held_by, event.venue_town) else "co_organiser"
            link = {"event_id": event.id, "town_id": ids[name], "role": role}
            connection.execute(sa.insert(LINK).values(link))


def _operator() -> dict[str, str]:
    """Return what the environment says of who runs these pages; nothing if it says nothing."""
    fields = ("name", "address", "email", "phone")
    said = {field: os.environ.get(f"OPERATOR_{field.upper()}", "").strip() for field in fields}
    if not any(said.values()):
        return {}
    # So the pages were made where the name was left out.
    defaults = {"name": "Stadt Offenburg", "address": "Hauptstraße 90, 77652 Offenburg"}
    return {field: said[field] or defaults.get(field, "") for field in fields}


def _insert(connection: sa.Connection, name: str, known: Mapping[str, str], slug: str) -> int:
    values = {
        **dict.fromkeys(TEXTS, ""),
        "name": name,
        "short_name": name.removeprefix("Stadt "),
        "data_protection_authority": AUTHORITY,
        **known,
    }
    town = sa.insert(TOWN).values(slug=slug, is_operator=bool(known), **values)
    return int(connection.execute(town.returning(TOWN.c.id)).scalar_one())


def _slug(connection: sa.Connection, name: str) -> str:
    taken = set(connection.scalars(sa.select(TOWN.c.slug)))
    lower = name.removeprefix("Stadt ").lower()
    for letter, spelled in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        lower = lower.replace(letter, spelled)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "stadt"
    numbered = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in numbered if each not in taken)


def _host(names: Sequence[str], venue_town: str) -> str:
    """Return who is the host: the town of the venue if it is one of them, else the first."""
    return next((name for name in names if venue_town and venue_town in name), names[0])


def downgrade() -> None:
    op.add_column("event", sa.Column("organisers", sa.JSON(), nullable=False, server_default="[]"))
    connection = op.get_bind()
    query = (
        sa.select(LINK.c.event_id, TOWN.c.name)
        .join(TOWN, TOWN.c.id == LINK.c.town_id)
        .order_by(LINK.c.role.desc(), TOWN.c.id)
    )
    names: dict[int, list[str]] = {}
    for event_id, name in connection.execute(query):
        names.setdefault(event_id, []).append(name)
    for event_id, organisers in names.items():
        of_event = sa.update(EVENT).where(EVENT.c.id == event_id)
        connection.execute(of_event.values(organisers=organisers))
    op.drop_column("event", "arrangement")
    op.drop_table("event_town")
    op.drop_table("town")
