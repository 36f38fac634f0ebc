"""No two pitches of a stage at the same time, however many are made at once."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.inventory.errors import PitchesOverlap
from ortenaudigital.fair.inventory.models import NO_OVERLAP, Slot, Stage
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.constraints import constraint_as
from tests.concurrency.together import attempt, together

THREADS = 12


def make_stage(event: Event, name: str = "Bühne") -> int:
    with transaction():
        stage = Stage(event_id=event.id, name=name, position=0)
        db.session.add(stage)
        db.session.flush()
        return stage.id


def pitch(slug: str, stage_id: int, minute: int, length: int = 15) -> Callable[[], None]:
    def make() -> None:
        day = get_event(slug).days[0]
        starts = day.opens_at + timedelta(minutes=minute)
        with constraint_as(NO_OVERLAP, PitchesOverlap):
            db.session.add(
                Slot(
                    **{"stage_id": stage_id, "day_id": day.id, "starts_at": starts},
                    ends_at=starts + timedelta(minutes=length),
                )
            )
            db.session.flush()

    return make


def test_of_pitches_that_overlap_one_is_stored(context: Flask, event: Event) -> None:
    stage = make_stage(event)
    told = Counter(together(context, *(pitch(event.slug, stage, n) for n in range(THREADS))))
    assert told == {"None": 1, "pitches_overlap": THREADS - 1}


def test_pitches_one_after_the_other_are_all_stored(context: Flask, event: Event) -> None:
    stage, other = make_stage(event), make_stage(event, "Andere")
    slug = event.slug
    pitches = [pitch(slug, stage, 15 * number) for number in range(6)]
    told = Counter(together(context, *pitches, pitch(slug, other, 0)))
    assert told == {"None": 7}


def test_a_pitch_is_not_moved_onto_another(context: Flask, event: Event) -> None:
    stage = make_stage(event)
    with transaction():
        for minute in (0, 15):
            pitch(event.slug, stage, minute)()
    of_stage = select(Slot).where(Slot.stage_id == stage).order_by(Slot.starts_at)
    first = db.session.scalars(of_stage).unique().all()[0]
    longer = update(Slot).where(Slot.id == first.id)
    longer = longer.values(ends_at=first.finishes_at + timedelta(minutes=1))

    def lengthen() -> None:
        with constraint_as(NO_OVERLAP, PitchesOverlap):
            db.session.execute(longer)

    assert attempt(lengthen) == "pitches_overlap"


def test_a_slot_is_at_a_stand_or_at_a_stage(context: Flask, event: Event) -> None:
    nowhere = insert(Slot).values(day_id=event.days[0].id)
    with transaction(), pytest.raises(IntegrityError, match="stand_or_stage"):
        db.session.execute(nowhere)
