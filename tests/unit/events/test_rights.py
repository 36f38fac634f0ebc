"""What an import may do to what people rely on, decided on plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ortenaudigital.events.announced import Announced, announced_of, merged
from ortenaudigital.events.comparison import compare
from ortenaudigital.events.rights import (
    Change,
    DayRights,
    Decision,
    QuotaRights,
    Rights,
    TypeRights,
)

FIRST, SECOND, LATER = date(2027, 9, 30), date(2027, 10, 1), date(2027, 10, 8)
NOW = datetime(2027, 6, 1, tzinfo=UTC)


def day(on: date, opens: int = 9, closes: int = 17, **changes: int) -> DayRights:
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
    hours = midnight + timedelta(hours=opens), midnight + timedelta(hours=closes)
    return DayRights(*hours, **changes)


BEFORE = Rights(
    "Stadthalle",
    {FIRST: day(FIRST, tickets=5), SECOND: day(SECOND, tickets=17, holders=2)},
    {
        "citizens": TypeRights(frozenset({SECOND}), 100, 12),
        "both": TypeRights(frozenset({FIRST, SECOND}), 20, 5),
        "nobody": TypeRights(frozenset({FIRST}), 10),
    },
)
AFTER = Rights(
    "Stadthalle",
    {FIRST: day(FIRST), SECOND: day(SECOND, index=1)},
    {
        "citizens": TypeRights(frozenset({SECOND}), 100),
        "both": TypeRights(frozenset({FIRST, SECOND}), 20, index=1),
        "nobody": TypeRights(frozenset({FIRST}), 10, index=2),
    },
)
MOVED = Rights(
    "Stadthalle",
    {FIRST: day(FIRST), LATER: day(LATER, index=1)},
    {
        "citizens": TypeRights(frozenset({LATER}), 100),
        "both": TypeRights(frozenset({FIRST, LATER}), 20, index=1),
    },
)


def with_day(on: date, changed: DayRights) -> Rights:
    return replace(AFTER, days={**AFTER.days, on: changed})


def with_type(slug: str, changed: TypeRights) -> Rights:
    return replace(AFTER, types={**AFTER.types, slug: changed})


def faults(after: Rights, now: datetime = NOW, **decided: object) -> tuple[str, ...]:
    return compare(BEFORE, after, Decision(**decided), now).faults  # type: ignore[arg-type]


def test_nothing_changed_is_nothing() -> None:
    assert compare(BEFORE, AFTER, Decision(), NOW) == Change()
    assert not compare(BEFORE, AFTER, Decision(), NOW).in_calendars


def test_a_booked_day_that_is_gone_is_refused_with_numbers() -> None:
    assert faults(MOVED) == (
        "day: 17 tickets are booked for 2027-10-01; "
        "--move 2027-10-01=DATE moves them and tells everybody",
    )


def test_a_day_is_moved_by_decision_and_that_is_told() -> None:
    change = compare(BEFORE, MOVED, Decision({SECOND: LATER}), NOW)
    assert change.faults == ()
    (moved,) = change.days
    assert (moved.was, moved.becomes, moved.told) == (SECOND, LATER, True)
    assert (moved.before.tickets, moved.before.holders) == (17, 2)
    assert change.in_calendars


def test_a_ticket_type_keeps_its_booked_days() -> None:
    lost = with_type("both", TypeRights(frozenset({FIRST}), 20, index=1))
    assert faults(lost) == (
        "ticket_type[1].admits_to: 2027-10-01 is missing, but 5 tickets are booked for 2027-10-01",
    )
    moved = replace(MOVED, types=MOVED.types | {"both": TypeRights(frozenset({FIRST}), 20)})
    assert faults(moved, moves={SECOND: LATER}) == (
        "ticket_type[0].admits_to: 2027-10-08 is missing, but 5 tickets are booked for 2027-10-01",
    )
    assert faults(with_type("nobody", TypeRights(frozenset({SECOND}), 10))) == ()


def test_a_ticket_type_that_admits_to_more_is_a_gain() -> None:
    more = with_type("citizens", TypeRights(frozenset({FIRST, SECOND}), 100))
    change = compare(BEFORE, more, Decision(), NOW)
    assert (change.faults, change.types) == ((), True)


def test_fewer_places_than_are_taken_are_refused() -> None:
    assert faults(with_type("citizens", TypeRights(frozenset({SECOND}), 11))) == (
        "ticket_type[0].quota: 11 is below the 12 already booked",
    )


def test_shared_places_hold_all_that_would_draw_on_them() -> None:
    hall = frozenset({"hall"})
    types = {
        "citizens": TypeRights(frozenset({SECOND}), None, quotas=hall),
        "both": TypeRights(frozenset({FIRST, SECOND}), 20, quotas=hall),
        "nobody": AFTER.types["nobody"],
    }
    after = replace(AFTER, types=types, quotas={"hall": QuotaRights(16)})
    assert faults(after) == ("quota[0].size: 16 is below the 17 already booked",)
    assert faults(replace(after, quotas={"hall": QuotaRights(17)})) == ()


def test_the_venue_holds_all_who_come_on_a_day() -> None:
    assert faults(with_day(FIRST, day(FIRST, capacity=5))) == ()
    assert faults(with_day(SECOND, day(SECOND, index=1, capacity=16))) == (
        "day[1].capacity: 16 is below the 17 already booked",
    )
    # Whoever is let in on one more day counts there, too.
    more = with_type("citizens", TypeRights(frozenset({FIRST, SECOND}), 100))
    after = replace(more, days={**more.days, FIRST: day(FIRST, capacity=16)})
    assert faults(after) == ("day[0].capacity: 16 is below the 17 already booked",)


@pytest.mark.parametrize(("opens", "closes"), [(10, 17), (9, 16), (8, 16), (12, 20)])
def test_hours_that_lose_some_need_a_decision(opens: int, closes: int) -> None:
    after = with_day(SECOND, day(SECOND, opens, closes, index=1))
    assert faults(after) == (
        "day[1]: 17 tickets are booked and 2 stands are assigned for 2027-10-01 "
        "from 09:00 to 17:00; --announce tells everybody of the new hours",
    )
    change = compare(BEFORE, after, Decision(announce=True), NOW)
    assert change.faults == ()
    assert [each.told for each in change.days] == [True]


def test_longer_hours_take_nothing_and_are_told_only_if_wanted() -> None:
    after = with_day(SECOND, day(SECOND, 8, 18, index=1))
    change = compare(BEFORE, after, Decision(), NOW)
    assert (change.faults, [each.told for each in change.days]) == ((), [False])
    assert change.in_calendars
    told = compare(BEFORE, after, Decision(announce=True), NOW)
    assert [each.told for each in told.days] == [True]


def test_another_place_needs_a_decision() -> None:
    after = replace(AFTER, place="Festhalle")
    assert faults(after) == (
        "event.venue: 17 tickets are booked and 2 stands are assigned at Stadthalle; --announce "
        "tells everybody of the new place, --same-place says that it is the same one",
    )
    told = compare(BEFORE, after, Decision(announce=True), NOW)
    assert (told.faults, told.place, told.place_told) == ((), ("Stadthalle", "Festhalle"), True)
    spelled = compare(BEFORE, after, Decision(same_place=True), NOW)
    assert (spelled.faults, spelled.place_told, spelled.in_calendars) == ((), False, True)
    empty = replace(BEFORE, days={FIRST: day(FIRST)}, types={})
    assert compare(empty, after, Decision(), NOW).faults == ()


def test_what_is_over_is_no_right_any_more_but_stays() -> None:
    over = datetime(2027, 10, 1, 8, 0, tzinfo=UTC)
    assert faults(with_day(FIRST, day(FIRST, 12, 13)), over) == ()
    assert faults(with_type("both", TypeRights(frozenset({SECOND}), 20)), over) == ()
    gone = replace(AFTER, days={SECOND: AFTER.days[SECOND]})
    assert faults(gone, over) == (
        "day: 2027-09-30 is over, and 5 people were booked for it; "
        "it stays, and a new edition takes a new slug",
    )
    assert faults(MOVED, over, moves={FIRST: LATER})[0] == "--move: 2027-09-30 is over"


def test_a_day_that_has_begun_is_not_moved() -> None:
    begun = datetime(2027, 10, 1, 9, 0, tzinfo=UTC)
    words = "--move: the doors are open on 2027-10-01"
    assert words in faults(MOVED, begun, moves={SECOND: LATER})


def test_a_day_on_which_somebody_was_let_in_stays() -> None:
    before = replace(BEFORE, days={SECOND: day(SECOND, tickets=17, admitted=3)})
    moved = compare(before, MOVED, Decision({SECOND: LATER}), NOW)
    assert "--move: 3 people were let in on 2027-10-01 already" in moved.faults
    assert (
        "day: 3 people were let in on 2027-10-01 already"
        in compare(before, MOVED, Decision(), NOW).faults
    )


@pytest.mark.parametrize(
    ("moves", "fault"),
    [
        ({date(2027, 1, 1): LATER}, "--move: 2027-01-01 is no day of this event so far"),
        ({SECOND: date(2027, 11, 1)}, "--move: 2027-11-01 is no day in the file"),
        ({SECOND: FIRST}, "--move: 2027-09-30 is a day of this event already"),
        ({SECOND: SECOND}, "--move: 2027-10-01 is where it was; for other hours alone"),
        ({FIRST: LATER, SECOND: LATER}, "--move: two days cannot both become 2027-10-08"),
    ],
)
def test_moves_that_cannot_be(moves: dict[date, date], fault: str) -> None:
    assert any(said.startswith(fault) for said in faults(MOVED, moves=moves))


def test_two_days_change_places() -> None:
    after = replace(AFTER, types=BEFORE.types | {"citizens": TypeRights(frozenset({FIRST}), 100)})
    assert faults(after, moves={FIRST: SECOND, SECOND: FIRST, LATER: LATER})[:1] == (
        "--move: 2027-10-08 is no day of this event so far",
    )
    both = {"citizens": TypeRights(frozenset({FIRST}), 100)}
    both["both"] = TypeRights(frozenset({FIRST, SECOND}), 20)
    assert faults(replace(AFTER, types=both), moves={FIRST: SECOND, SECOND: FIRST}) == ()


def test_what_was_told_is_kept_and_the_older_word_counts() -> None:
    first = Announced({1: (SECOND, NOW, NOW + timedelta(hours=4))}, "Stadthalle")
    second = Announced({1: (LATER, NOW, NOW), 2: (FIRST, NOW, NOW)}, "Festhalle")
    assert announced_of(first.as_json()) == first
    assert announced_of(None) == Announced()
    joined = merged(first, second)
    assert joined.days[1] == first.days[1]
    assert set(joined.days) == {1, 2}
    assert joined.place == "Stadthalle"
    assert joined.former(3) is None
