"""Proposals: asked for, kept as a draft, accepted or thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.placement.changing import By, Whose, change, lock_placing
from ortenaudigital.fair.placement.errors import NoProposal, StaleProposal
from ortenaudigital.fair.placement.models import Proposal, ProposalSlot
from ortenaudigital.fair.placement.proposal.pitches import PitchLack
from ortenaudigital.fair.placement.proposal.reasons import Lack, Unplaced
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.fair.placement.rules.facts import Holding
from ortenaudigital.fair.placement.rules.placements import Placements
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.models import Job
from ortenaudigital.jobs.queries import list_jobs
from ortenaudigital.kernel.db import db

PROPOSAL = "fair.proposal"


def scope_of(event: Event) -> str:
    """Return the scope of the jobs of an event."""
    return f"event:{event.id}"


def request_proposal(event: Event, *, moves: bool, language: str, now: datetime) -> Job:
    """Ask for a proposal; with `moves`, who has a stand and was not told of it may be moved."""
    subject = {"event": str(event.id), "moves": "yes" if moves else ""}
    return request_job(PROPOSAL, scope_of(event), subject, language, now)


def find_last_job(event: Event) -> Job | None:
    """Find the job that was asked for last."""
    return next(iter(list_jobs(scope_of(event), PROPOSAL)), None)


def find_proposal(event: Event) -> Proposal | None:
    """Find the draft of an event."""
    return db.session.scalar(select(Proposal).where(Proposal.event_id == event.id))


def movable(event: Event, placements: Placements) -> list[int]:
    """Return the slots of stands that may be given anew, because nobody was told of them."""
    told = dict(
        db.session.execute(
            select(Exhibitor.id, Exhibitor.told_of).where(
                Exhibitor.event_id == event.id, Exhibitor.told_of != ""
            )
        ).all()
    )
    return [
        slot
        for slot, holding in placements.held.items()
        if placements.slots[slot].stand is not None
        and holding.until is None
        and str(slot) not in told.get(holding.exhibitor, "").split(",")
    ]


@dataclass(frozen=True)
class Draft:
    """What a worker has found: whose each slot would be, and who gets none."""

    basis: str
    moves: bool
    by_program: bool
    whose: dict[int, UUID]
    unplaced: Sequence[Unplaced]
    without_pitch: Mapping[UUID, PitchLack] = field(default_factory=dict)


def keep_draft(event_id: int, draft: Draft, now: datetime) -> None:
    """Keep a draft in the place of the one before."""
    db.session.execute(delete(Proposal).where(Proposal.event_id == event_id))
    proposal = Proposal(
        event_id=event_id,
        made_at=now,
        basis=draft.basis,
        moves=draft.moves,
        by_program=draft.by_program,
        unplaced=[
            *map(_as_json, draft.unplaced),
            *({"exhibitor": str(who), "pitch": lack} for who, lack in draft.without_pitch.items()),
        ],
    )
    proposal.slots = [
        ProposalSlot(slot_id=slot, exhibitor_id=who) for slot, who in sorted(draft.whose.items())
    ]
    db.session.add(proposal)
    db.session.flush()


def _as_json(unplaced: Unplaced) -> dict[str, Any]:
    lacks = {str(lack): number for lack, number in unplaced.lacks.items()}
    return {
        "exhibitor": str(unplaced.exhibitor.id),
        "day": unplaced.day,
        "all": unplaced.all,
        "lacks": lacks,
    }


def stands_missed(proposal: Proposal) -> list[dict[str, Any]]:
    """List who gets no stand on which day, as stored."""
    return [each for each in proposal.unplaced if "pitch" not in each]


def pitches_missed(proposal: Proposal) -> list[tuple[UUID, PitchLack]]:
    """List who asked for a pitch and gets none, and why."""
    missed = [each for each in proposal.unplaced if "pitch" in each]
    return [(UUID(each["exhibitor"]), PitchLack(each["pitch"])) for each in missed]


def lacks_of(stored: dict[str, Any]) -> dict[Lack, int]:
    """Read what kept somebody from a stand."""
    return {Lack(lack): number for lack, number in stored["lacks"].items()}


def is_stale(proposal: Proposal, placements: Placements) -> bool:
    """Say whether something changed since it was made."""
    return proposal.basis != placements.basis()


def accept_proposal(event: Event, proposal_id: int, by: By) -> int:
    """Give all slots as the draft says; say to how many exhibitors.

    Raises NoProposal, and StaleProposal if anything it was made from has changed.
    """
    lock_placing(event)
    proposal = _get(event, proposal_id)
    placements = read_placements(event, by.now)
    if is_stale(proposal, placements):
        raise StaleProposal()
    change(event, wanted_by(event, proposal, placements), by)
    concerned = {slot.exhibitor_id for slot in proposal.slots}
    subject, number = f"event:{event.id}", len(concerned)
    record("stands.proposal_accepted", subject, by.actor, by.now, exhibitors=number)
    db.session.delete(proposal)
    db.session.flush()
    return len(concerned)


def wanted_by(event: Event, proposal: Proposal, placements: Placements) -> Whose:
    """Return whose slots would be: those that it gives, and those that it frees by moving."""
    freed = movable(event, placements) if proposal.moves else []
    given = {slot.slot_id: Holding(slot.exhibitor_id) for slot in proposal.slots}
    return {**dict.fromkeys(freed), **given}


def discard_proposal(event: Event, proposal_id: int, by: By) -> None:
    """Throw a draft away. Raises NoProposal."""
    db.session.delete(_get(event, proposal_id))
    record("stands.proposal_discarded", f"event:{event.id}", by.actor, by.now)
    db.session.flush()


def _get(event: Event, proposal_id: int) -> Proposal:
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None or proposal.event_id != event.id:
        raise NoProposal()
    return proposal
