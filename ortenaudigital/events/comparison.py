"""What people rely on, compared before and after a change: what must not be taken away."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.rights import Change, DayChange, DayRights, Decision, Rights

# The option of the command line that decides it.
MOVE = "--move"


def compare(before: Rights, after: Rights, decision: Decision, now: datetime) -> Change:
    """Compare old and new rights; `faults` says each that would be taken away undecided."""
    faults = [
        *_check_moves(before, after, decision.moves, now),
        *_check_still(decision.moves),
    ]
    faults += _check_days(before, after, decision, now)
    faults += _check_types(before, after, decision.moves, now)
    faults += _check_shared(before, after)
    held = sum(day.tickets + day.holders for day in _coming(before, now).values())
    moved = before.place != after.place
    if moved and held and not (decision.announce or decision.same_place):
        words = _relying(before, now)
        faults.append(
            whole_fault("event.venue", "place_relied_on", words=words, place=before.place)
        )
    told = moved and bool(held) and not decision.same_place
    place = (before.place, after.place) if moved else None
    days = tuple(_changed(before, after, decision, now))
    return Change(tuple(faults), days, place, told, _types_differ(before, after, decision.moves))


def _types_differ(before: Rights, after: Rights, moves: Mapping[date, date]) -> bool:
    was = {slug: {moves.get(day, day) for day in each.days} for slug, each in before.types.items()}
    return was != {slug: set(each.days) for slug, each in after.types.items()}


def _coming(rights: Rights, now: datetime) -> dict[date, DayRights]:
    return {day: each for day, each in rights.days.items() if each.closes_at > now}


def _relying(before: Rights, now: datetime) -> str:
    coming = _coming(before, now)
    types = (each for each in before.types.values() if each.days & coming.keys())
    return _who(sum(each.taken for each in types), max(day.holders for day in coming.values()))


def _check_still(moves: Mapping[date, date]) -> Iterable[str]:
    for old, new in moves.items():
        if old == new:
            yield f"--move: {old} is where it was; for other hours alone there is --announce"


def _check_moves(
    before: Rights, after: Rights, moves: Mapping[date, date], now: datetime
) -> Iterable[str]:
    for old, new in moves.items():
        day = before.days.get(old)
        if day is None:
            yield whole_fault(MOVE, "move_unknown", old=old)
        elif day.closes_at <= now:
            yield whole_fault(MOVE, "move_over", old=old)
        elif day.opens_at <= now:
            yield whole_fault(MOVE, "move_open", old=old)
        elif day.admitted:
            yield whole_fault(MOVE, "move_admitted", old=old, people=people(day.admitted))
        if new not in after.days:
            yield whole_fault(MOVE, "move_nowhere", old=old, new=new)
        elif after.days[new].closes_at <= now:
            yield whole_fault(MOVE, "move_to_past", old=old, new=new)
        if new in before.days and new not in moves:
            yield whole_fault(MOVE, "move_onto_day", old=old, new=new)
        if list(moves.values()).count(new) > 1:
            yield whole_fault(MOVE, "move_together", old=old, new=new)


def _check_days(before: Rights, after: Rights, decision: Decision, now: datetime) -> Iterable[str]:
    for day, old in before.days.items():
        new = after.days.get(decision.moves.get(day, day))
        if day in decision.moves:
            continue
        if new is None:
            yield from _check_gone(day, old, now)
        elif old.closes_at > now and _loses(old, new) and not decision.announce:
            words, hours = _who(old.tickets, old.holders), _hours(old)
            place = f"day[{new.index}]"
            yield whole_fault(place, "hours_relied_on", words=words, day=day, hours=hours)


def _check_gone(day: date, old: DayRights, now: datetime) -> Iterable[str]:
    if old.closes_at <= now and (old.tickets or old.admitted):
        words = people(max(old.tickets, old.admitted))
        yield whole_fault("day", "day_gone_over", day=day, words=words)
    elif old.admitted:
        yield whole_fault("day", "day_gone_admitted", day=day, words=people(old.admitted))
    elif old.tickets:
        yield whole_fault("day", "day_gone_booked", day=day, words=_who(old.tickets))


def _check_types(
    before: Rights, after: Rights, moves: Mapping[date, date], now: datetime
) -> Iterable[str]:
    coming = _coming(before, now)
    for slug, old in before.types.items():
        new = after.types.get(slug)
        if not old.taken:
            continue
        if new is None:
            told = {"words": _who(old.taken), "taken": old.taken}
            yield whole_fault("ticket_type", "type_gone", slug=slug, **told)
            continue
        if new.quota is not None and new.quota + old.granted < old.taken:
            place = f"ticket_type[{new.index}].quota"
            yield whole_fault(place, "below_taken", size=new.quota, taken=old.taken)
        for day in sorted(old.days & coming.keys()):
            wanted = moves.get(day, day)
            if wanted in after.days and wanted not in new.days:
                place = f"ticket_type[{new.index}].admits_to"
                told = {"words": _who(old.taken), "taken": old.taken}
                yield whole_fault(place, "day_taken_away", day=wanted, was=day, **told)


def _check_shared(before: Rights, after: Rights) -> Iterable[str]:
    """Refuse what several types would draw on and is smaller than what they have taken together."""
    booked = [
        (each, before.types[slug].taken)
        for slug, each in after.types.items()
        if slug in before.types
    ]
    for slug, quota in after.quotas.items():
        taken = sum(number for each, number in booked if slug in each.quotas)
        granted = before.quotas[slug].granted if slug in before.quotas else 0
        if quota.size + granted < taken:
            place = f"quota[{quota.index}].size"
            yield whole_fault(place, "below_taken", size=quota.size, taken=taken)
    for date_of_day, day in after.days.items():
        taken = sum(number for each, number in booked if date_of_day in each.days)
        if day.capacity is not None and day.capacity < taken:
            place = f"day[{day.index}].capacity"
            yield whole_fault(place, "below_taken", size=day.capacity, taken=taken)


def _changed(
    before: Rights, after: Rights, decision: Decision, now: datetime
) -> Iterable[DayChange]:
    for day, old in sorted(before.days.items()):
        becomes = decision.moves.get(day, day)
        new = after.days.get(becomes)
        if new is None or (old.opens_at, old.closes_at) == (new.opens_at, new.closes_at):
            continue
        told = decision.announce or day != becomes
        yield DayChange(day, becomes, old, new, told and old.closes_at > now)


def _loses(old: DayRights, new: DayRights) -> bool:
    # Doors that open earlier or close later take nothing away.
    return old.is_held and (new.opens_at > old.opens_at or new.closes_at < old.closes_at)


def _hours(day: DayRights) -> str:
    return f"{day.opens_at:%H:%M} to {day.closes_at:%H:%M}"


def _who(tickets: int, holders: int = 0) -> str:
    words = (
        [f"{tickets} {'ticket is' if tickets == 1 else 'tickets are'} booked"] if tickets else []
    )
    if holders:
        words.append(f"{holders} {'stand is' if holders == 1 else 'stands are'} assigned")
    return " and ".join(words)


def people(number: int) -> str:
    """Write how many people something happened to."""
    return f"{number} {'person was' if number == 1 else 'people were'}"
