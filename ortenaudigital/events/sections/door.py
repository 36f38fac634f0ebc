"""What coming and going means at an event: where people are let through, and how often."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy.exc import IntegrityError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.fields import fault
from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.models import Checkpoint, Day, Event
from ortenaudigital.events.rules import ENTRANCE_SLUG, ENTRANCE_TITLE, CheckpointKind
from ortenaudigital.events.sections.values import Section, Slug, Titles
from ortenaudigital.kernel.db import db

MOST_CHECKPOINTS = 50


class DoorPlan(Section):
    """Whether attendance is certified, and whether who went out is let in again."""

    certificate: bool = False
    reentry: bool = False


def read_door(event: Event) -> DoorPlan:
    """Return the section as it is stored."""
    return DoorPlan.model_construct(certificate=event.certificate, reentry=event.reentry)


def store_door(event: Event, plan: DoorPlan) -> None:
    """Make the event say what the section says."""
    event.certificate = plan.certificate
    event.reentry = plan.reentry


def _not_the_entrance(slug: str) -> str:
    if slug == ENTRANCE_SLUG:
        raise fault("entrance", value=slug)
    return slug


class CheckpointPlan(Section):
    """One section `[[day.checkpoints]]`."""

    slug: Annotated[Slug, AfterValidator(_not_the_entrance)]
    title: Titles


def _each_once(plans: list[CheckpointPlan]) -> list[CheckpointPlan]:
    slugs = [plan.slug for plan in plans]
    if repeated := {slug for slug in slugs if slugs.count(slug) > 1}:
        raise fault("stands_twice", value=", ".join(sorted(repeated)))
    return plans


Checkpoints = Annotated[
    list[CheckpointPlan], Field(max_length=MOST_CHECKPOINTS), AfterValidator(_each_once)
]


def make_entrance() -> Checkpoint:
    """Make the checkpoint that every day brings along."""
    return Checkpoint(
        kind=CheckpointKind.ENTRANCE, slug=ENTRANCE_SLUG, title=dict(ENTRANCE_TITLE), position=0
    )


def read_checkpoints(day: Day) -> list[CheckpointPlan]:
    """Return those besides the entrance as they are stored. Nothing is checked."""
    return [
        CheckpointPlan.model_construct(slug=each.slug, title=each.title)
        for each in day.checkpoints
        if not each.is_entrance
    ]


def store_checkpoints(day: Day, plans: Sequence[CheckpointPlan]) -> None:
    """Make a day have these besides its entrance; what is not named any more goes."""
    stored = {each.slug: each for each in day.checkpoints}
    for position, plan in enumerate(plans, start=1):
        checkpoint = stored.get(plan.slug)
        if checkpoint is None:
            checkpoint = Checkpoint(slug=plan.slug, kind=CheckpointKind.INSIDE)
            day.checkpoints.append(checkpoint)
        checkpoint.position = position
        checkpoint.title = dict(plan.title)
    wanted = {ENTRANCE_SLUG, *(plan.slug for plan in plans)}
    _remove([each for slug, each in stored.items() if slug not in wanted])


def _remove(checkpoints: Sequence[Checkpoint]) -> None:
    # What is wrong with anything else is said by itself.
    db.session.flush()
    for checkpoint in checkpoints:
        place, name = f"day {checkpoint.day.date}", checkpoint.slug
        try:
            with db.session.begin_nested():
                checkpoint.day.checkpoints.remove(checkpoint)
        except IntegrityError as error:
            gone = whole_fault(place, "scans_refer", name=name)
            raise EventFileError([gone]) from error
