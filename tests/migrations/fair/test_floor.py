"""Free texts about stands become measures, and come back; nothing that was written is lost."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.fair.inventory.queries import list_stands
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import BOOKED_AT, make_event, make_exhibitor

BEFORE = "applications"
TEXTS = [
    ("A1", "3 × 2 m", "230 V", (300, 200, 3000, "")),
    ("A2", "2,5 x 1.5m", "400 V", (250, 150, 9000, "")),
    ("A3", "", "", (0, 0, 0, "")),
    ("A4", "6 qm", "2,2 kW", (0, 0, 2200, "6 qm")),
    ("A5", "900 × 2 m", "16 A", (0, 0, 0, "900 × 2 m, 16 A")),
    ("A6", "4*3", "800 W", (400, 300, 800, "")),
]


def rows(query: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.mark.parametrize("kind", DATABASES)
def test_texts_are_read_and_what_cannot_be_read_is_kept(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        up_and_down()
        db.session.remove()
        db.engine.dispose()


def up_and_down() -> None:
    make_event(stands="\n".join(f'[[stand]]\nlabel = "{label}"' for label, *_ in TEXTS))
    holder = make_exhibitor(get_event("ortenau-digital-2027"))
    with transaction():
        assign(list_free_slots(get_event("ortenau-digital-2027"))[0], holder, BOOKED_AT, "olga")
    db.session.remove()
    downgrade(revision=BEFORE)
    with db.engine.begin() as connection:
        for label, size, power, _ in TEXTS:
            connection.execute(
                sa.text("UPDATE stand SET size = :size, power = :power WHERE label = :label"),
                {"size": size, "power": power, "label": label},
            )

    upgrade()
    check()
    stands = list_stands(get_event("ortenau-digital-2027"))
    assert [
        (each.label, (each.width_cm, each.depth_cm, each.power_w, each.note)) for each in stands
    ] == [(label, read) for label, _, _, read in TEXTS]
    assert [len(each.slots) for each in stands] == [2] * len(TEXTS)
    assert rows("SELECT slot_id FROM assignment") == [(stands[0].slots[0].id,)]
    db.session.remove()

    downgrade(revision=BEFORE)
    texts = rows("SELECT label, size, power FROM stand ORDER BY position")
    assert texts[0] == ("A1", "3 × 2 m", "230 V")
    assert texts[1] == ("A2", "2,5 × 1,5 m", "400 V")
    assert texts[2] == ("A3", "", "")
    assert texts[3] == ("A4", "6 qm", "2200 W")
    assert texts[4] == ("A5", "900 × 2 m, 16 A", "")
    assert rows("SELECT count(*) FROM assignment") == [(1,)]
