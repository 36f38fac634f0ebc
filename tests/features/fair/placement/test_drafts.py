"""A proposal is made by a job, kept as a draft, and accepted only if nothing changed."""

import threading
from collections.abc import Callable

import pytest

from ortenaudigital.fair.placement import worker
from ortenaudigital.fair.placement.commands import give, undo
from ortenaudigital.fair.placement.drafts import (
    accept_proposal,
    discard_proposal,
    find_last_job,
    find_proposal,
    is_stale,
    lacks_of,
    pitches_missed,
    request_proposal,
    stands_missed,
)
from ortenaudigital.fair.placement.proposal import solving
from ortenaudigital.fair.placement.proposal.pitches import PitchLack
from ortenaudigital.fair.placement.proposal.reasons import Lack
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.db import db, transaction
from tests.features.fair.placement.conftest import BY, Office


@pytest.fixture(autouse=True)
def _without_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a second each time; unit tests and the pages of placing have one."""
    monkeypatch.setattr(worker, "propose_apart", solving.propose)


def propose(office: Office, *, moves: bool = False) -> int:
    with transaction():
        request_proposal(office.event, moves=moves, language="de", now=BY.now)
    assert do_due(lambda: BY.now, threading.Event())
    job = find_last_job(office.event)
    assert job is not None
    assert job.state == "done"
    proposal = find_proposal(office.event)
    assert proposal is not None
    return proposal.id


def test_a_proposal_is_a_draft_until_it_is_accepted_and_can_be_undone(office: Office) -> None:
    office.exhibitor("Stark", power_w=3000)
    office.exhibitor("Zwei", days=(1,))
    strong = office.exhibitor("Zuviel", power_w=9000)
    number = propose(office)
    assert office.held() == {}
    proposal = find_proposal(office.event)
    assert proposal is not None
    assert {each["exhibitor"] for each in proposal.unplaced} == {str(strong)}
    assert lacks_of(proposal.unplaced[0])[Lack.POWER] == 4
    with transaction():
        assert accept_proposal(office.event, number, BY) == 2
    held = office.held()
    assert sorted(held.values()) == ["Stark", "Stark", "Zwei"]
    assert find_proposal(office.event) is None
    with transaction():
        undo(office.event, BY)
    assert office.held() == {}


def test_pitches_are_proposed_with_the_stands_and_given_with_them(
    office: Office, refused: Callable[..., str]
) -> None:
    talker = office.exhibitor("Redet", pitch=True)
    # The pitches are on the second day.
    early = office.exhibitor("Nur am ersten Tag", pitch=True, days=(0,))
    stale = propose(office)
    before = office.exhibitor("Schon dran")
    with transaction():
        give(office.event, [office.pitch()], before, BY)
    assert "neu berechnet" in refused(accept_proposal, office.event, stale, BY)
    number = propose(office)
    proposal = find_proposal(office.event)
    assert proposal is not None
    assert pitches_missed(proposal) == [(early, PitchLack.NO_PITCH)]
    assert all("pitch" not in each for each in stands_missed(proposal))
    with transaction():
        accept_proposal(office.event, number, BY)
    placements = office.read()
    mine = {placements.slots[slot.id].label for slot in placements.of(talker)}
    assert "Bühne" in mine
    assert placements.held[office.pitch(1)].exhibitor == talker
    with transaction():
        undo(office.event, BY)
    assert office.held() == {"Bühne/1": "Schon dran"}


def test_a_draft_is_stale_once_anything_changed_and_gives_nothing(
    office: Office, refused: Callable[..., str]
) -> None:
    first = office.exhibitor("Eins")
    number = propose(office)
    with transaction():
        give(office.event, [office.slot("A4", 1)], first, BY)
    proposal = find_proposal(office.event)
    assert proposal is not None
    assert is_stale(proposal, office.read())
    assert "neu berechnet" in refused(accept_proposal, office.event, number, BY)
    assert office.held() == {"A4/1": "Eins"}


def test_who_was_told_stays_and_who_was_not_may_be_moved(office: Office) -> None:
    told, untold = office.exhibitor("Gesagt"), office.exhibitor("Nicht", power_w=2000)
    late = office.exhibitor("Stark", power_w=3000)
    with transaction():
        give(office.event, [office.slot("A1"), office.slot("A1", 1)], told, BY)
        tell(office.event, [told], BY)
        give(office.event, [office.slot("A2"), office.slot("A2", 1)], untold, BY)
    number = propose(office, moves=True)
    with transaction():
        accept_proposal(office.event, number, BY)
    held = office.held()
    assert {held["A1/0"], held["A1/1"]} == {"Gesagt"}
    assert office.name(late) not in {held["A1/0"]}


def test_a_draft_is_thrown_away_and_a_new_one_replaces_it(
    office: Office, refused: Callable[..., str]
) -> None:
    office.exhibitor("Eins")
    first = propose(office)
    second = propose(office)
    assert "nicht mehr" in refused(accept_proposal, office.event, first + second + 9, BY)
    with transaction():
        discard_proposal(office.event, second, BY)
    db.session.rollback()
    assert find_proposal(office.event) is None
    assert office.held() == {}
