"""Time: aware UTC inside, the event's own zone only when shown."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """Show an aware moment in the named zone; at the ends of the calendar, as it is."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except OverflowError:
        # A page must not fail over a year 9999 that somebody's clock once told.
        return moment


def moment_of_step(number: int, length: timedelta) -> datetime:
    """Return when a step of time begins, counted in whole steps of that length since 1970 in UTC.

    The database counts by such numbers.
    """
    return _EPOCH + number * length


def step_of(moment: datetime, length: timedelta) -> int:
    """Return in which step of time a moment falls, counted as `moment_of_step` does."""
    return (moment - _EPOCH) // length


def shifts(first: int, last: int, length: timedelta, zone: str) -> list[tuple[int, int]]:
    """Say by how many steps a zone is ahead of UTC from which step on, between two steps.

    The first begins with `first`; where clocks are put forward or back another one begins. Zones
    part from UTC by whole steps.
    """
    found = [(first, _shift(first, length, zone))]
    day = timedelta(days=1) // length
    for step in range(first, last + day, day):
        if _shift(step, length, zone) != found[-1][1]:
            # Somewhere in the day before this one.
            changed = next(
                each
                for each in range(max(first, step - day), step + 1)
                if _shift(each, length, zone) != found[-1][1]
            )
            found.append((changed, _shift(changed, length, zone)))
    return found


def _shift(step: int, length: timedelta, zone: str) -> int:
    ahead = local(moment_of_step(step, length), zone).utcoffset()
    return (ahead or timedelta()) // length


def moment(day: date, wall_time: str, zone: str) -> datetime:
    """Return the UTC moment of a wall-clock time such as `08:30`; `24:00` ends the day.

    Raises ValueError for anything that is no time of day.
    """
    extra = timedelta(days=1) if wall_time == "24:00" else timedelta()
    clock_time = time.fromisoformat("00:00" if extra else wall_time)
    return (datetime.combine(day + extra, clock_time, ZoneInfo(zone))).astimezone(UTC)


def rfc3339(moment: datetime) -> str:
    """Write a moment in UTC as machines read it."""
    return moment.isoformat().replace("+00:00", "Z")
