"""What belongs to the closing of an event: what is known by itself, and what is ticked by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ortenaudigital.reporting.closing.rules import BY_HAND, Facts, Step, checklist, open_tasks

ENDS = datetime(2027, 10, 1, 11, tzinfo=UTC)
BARE = Facts(ENDS, ENDS + timedelta(days=28))
LATER = ENDS + timedelta(days=3)


def done(facts: Facts, now: datetime = LATER) -> set[Step]:
    return {each.step for each in checklist(facts, now) if each.is_done}


def test_what_an_event_has_nothing_of_is_left_out() -> None:
    steps = {each.step for each in checklist(BARE, LATER)}
    assert steps == set(Step) - {Step.EXHIBITORS, Step.CERTIFICATES}
    every = replace(BARE, has_fair=True, has_certificates=True)
    assert [each.step for each in checklist(every, LATER)] == list(Step)


def test_what_can_be_known_is_not_asked_for() -> None:
    assert done(BARE) == {Step.PHONES, Step.FEEDBACK}
    assert done(replace(BARE, phones=1, feedback=2)) == set()
    assert Step.THANKS in done(replace(BARE, thanked=LATER))
    assert Step.COPY in done(replace(BARE, next_edition="x-2028"))
    known = replace(BARE, thanked=LATER, next_edition="x-2028")
    assert not any(each.can_tick for each in checklist(known, LATER))


def test_nothing_is_done_before_the_event_is_over() -> None:
    assert done(BARE, ENDS - timedelta(days=1)) == set()


def test_a_report_of_before_the_end_does_not_count() -> None:
    assert Step.REPORT not in done(replace(BARE, reported=ENDS - timedelta(seconds=1)))
    assert Step.REPORT in done(replace(BARE, reported=ENDS))


def test_what_only_people_know_is_ticked_by_hand_and_back() -> None:
    every = replace(BARE, has_fair=True, has_certificates=True)
    asked = {each.step for each in checklist(every, LATER) if each.can_tick}
    assert asked == BY_HAND
    ticked = checklist(replace(every, ticks={Step.COPY: LATER}), LATER)
    (copy,) = [each for each in ticked if each.step is Step.COPY]
    assert (copy.is_done, copy.done_at, copy.can_tick, copy.ticked) == (True, LATER, True, True)


def test_the_erasure_comes_by_itself() -> None:
    assert Step.ERASURE not in {each.step for each in open_tasks(checklist(BARE, LATER))}
    assert Step.ERASURE in done(BARE, BARE.erasure)
