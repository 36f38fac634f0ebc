"""Make proposals, as a job: a fair of 500 stands takes seconds."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Assignment
from ortenaudigital.fair.placement.drafts import Draft, keep_draft, movable
from ortenaudigital.fair.placement.proposal.apart import propose_apart
from ortenaudigital.fair.placement.proposal.pitches import pitches_of, share_pitches
from ortenaudigital.fair.placement.proposal.problem import Slot, ask
from ortenaudigital.fair.placement.proposal.reasons import unplaced
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.fair.placement.rules.facts import Fair
from ortenaudigital.jobs.commands import Document
from ortenaudigital.jobs.worker import Report
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction


def make_proposal(subject: dict[str, str], report: Report) -> Document | None:
    """Place all accepted exhibitors as well as possible, and keep that as the event's draft."""
    event = db.session.get(Event, int(subject["event"]))
    if event is None:
        return None
    now, moves = utc_now(), bool(subject["moves"])
    placements = read_placements(event, now)
    moved = _stands(placements.fair, placements.by_stand, movable(event, placements), moves)
    problem = ask(placements.fair, moved)
    # It takes a while, in which nothing of the database is held.
    event_id = event.id
    db.session.rollback()
    solution = propose_apart(problem, report)
    whose: dict[int, UUID] = {
        placements.by_stand[slot]: who for slot, who in solution.placing.items()
    }
    stands = {**problem.fixed, **solution.placing}
    pitches = share_pitches(problem.fair, stands, pitches_of(placements))
    draft = Draft(
        *(placements.basis(), moves, solution.by_program, whose | pitches.given),
        *(unplaced(problem, solution.placing), pitches.without),
    )
    with transaction():
        keep_draft(event_id, draft, utc_now())
    told = {"placed": len(set(whose.values())), "without": len(draft.unplaced)}
    return Document("belegung.json", "application/json", json.dumps(told).encode())


def drop_ended_holds(clock: Callable[[], datetime]) -> None:
    """Delete what is held no longer: it is free already, and would keep a stand from going."""
    with transaction():
        db.session.execute(delete(Assignment).where(Assignment.held_until <= clock()))


def _stands(fair: Fair, slots: dict[Slot, int], may_move: list[int], moves: bool) -> list[Slot]:
    return [slot for slot in fair.held if moves and slots[slot] in may_move]
