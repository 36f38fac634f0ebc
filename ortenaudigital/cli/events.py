"""Events from and to files."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from ortenaudigital.adapters.tables import FORMATS
from ortenaudigital.cli.files import faults_of, say_notes
from ortenaudigital.event_changes.commands import Outcome, import_event
from ortenaudigital.event_changes.copying import Wanted, copy_event
from ortenaudigital.events.errors import EventFileError, UnknownEvent, UnknownTable
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import DayChange, Decision
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.event_file import EventFile, read_event
from ortenaudigital.events.sections.toml.event import read_event_bytes, write_event_file
from ortenaudigital.exports.commands import Taken, note_taken
from ortenaudigital.exports.registry import make_table
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction

ACTOR = "command line"

event = click.Group("event", help="Import and export events.")


class _NothingStoredError(Exception):
    """Ends a transaction without a trace."""


class _Move(click.ParamType[tuple[date, date]]):
    """Two dates, such as `2027-10-01=2027-10-08`."""

    name = "move"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, date]:
        """Read the two dates."""
        try:
            old, new = (date.fromisoformat(part) for part in value.split("="))
        except ValueError:
            self.fail(f"{value}: write it as 2027-10-01=2027-10-08", param, ctx)
        return old, new


@event.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--move",
    "moves",
    multiple=True,
    type=_Move(),
    metavar="OLD=NEW",
    help="Move a booked day to another date, and write to everybody concerned.",
)
@click.option("--announce", is_flag=True, help="Change booked hours or the place, and write.")
@click.option("--same-place", is_flag=True, help="The place is only spelled otherwise: no letters.")
@click.option("--force", is_flag=True, help="Overwrite what was changed since FILE was written.")
@click.option("--dry-run", is_flag=True, help="Say what would change and for whom; store nothing.")
@with_appcontext
def import_file(
    file: Path, moves: Sequence[tuple[date, date]], dry_run: bool, **decided: bool
) -> None:
    """Create or update the event in FILE. With any fault in it, nothing is stored.

    What people have booked is never taken away: a change of days, hours or place needs a decision.
    What somebody changed since FILE was written is not overwritten without --force.
    """
    with faults_of(file):
        plan, notes = read_event_bytes(file.read_bytes())
        outcome = _import(plan, Decision(dict(moves), **decided), dry_run)
    say_notes(file, notes)
    for line in _report(outcome):
        click.echo(line)
    click.echo(f"{outcome.slug}: {'nothing was stored' if dry_run else 'stored'}")
    if outcome.state is EventState.DRAFT and not dry_run:
        words = f"`flask --app wsgi event publish {outcome.slug}` shows it to everybody"
        click.echo(f"{outcome.slug}: a draft; {words}")


def _import(plan: EventFile, decision: Decision, dry_run: bool) -> Outcome:
    with suppress(_NothingStoredError), transaction():
        outcome = import_event(plan, decision, utc_now(), ACTOR)
        if dry_run:
            raise _NothingStoredError
    return outcome


def _report(outcome: Outcome) -> Iterator[str]:
    for day in outcome.change.days:
        yield _day_line(day)
    if outcome.change.place:
        old, new = outcome.change.place
        told = "told" if outcome.change.place_told else "nobody is told"
        yield f"place: {old} becomes {new} ({told})"
    for each in outcome.former:
        number = f"{each.answers} {'answer stays' if each.answers == 1 else 'answers stay'}"
        where = f"{each.ticket_type}.{each.key}"
        yield f"questions: {number} under the former question {where}, “{each.title}”"
    bookings = outcome.bookings
    if bookings.bookings or outcome.exhibitors:
        letters = bookings.bookings - bookings.without_address
        yield f"letters: {letters} to bookings, {outcome.exhibitors} to exhibitors"
    if bookings.without_address:
        yield f"{bookings.without_address} without an address cannot be told"


def _day_line(day: DayChange) -> str:
    was, becomes = (
        f"{day_date} {each.opens_at:%H:%M} to {each.closes_at:%H:%M}"
        for day_date, each in ((day.was, day.before), (day.becomes, day.after))
    )
    counts = f"{day.before.tickets} tickets, {day.before.holders} stands"
    return f"day: {was} becomes {becomes} ({counts}, {'told' if day.told else 'nobody is told'})"


@event.command("copy")
@click.argument("old")
@click.argument("new")
@click.option(
    "--date",
    "first_day",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day of the new one; all other dates keep their distance to it.",
)
@click.option("--title", help="Without it: the title of the old one, with the new year.")
@with_appcontext
def copy(old: str, new: str, first_day: datetime, title: str | None) -> None:
    """Copy the event OLD to its next edition NEW: days, tickets, texts, stands, but no people."""
    wanted = Wanted(new, first_day.date(), title)
    try:
        with transaction():
            made = copy_event(get_event(old), wanted, utc_now(), ACTOR)
    except UnknownEvent as error:
        raise click.ClickException(f"there is no event {old}") from error
    except EventFileError as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        raise click.ClickException("nothing was stored") from error
    days = ", ".join(f"{day.date:%Y-%m-%d}" for day in made.days)
    click.echo(f"{made.slug}: {made.title} on {days}; look at the texts by: event export {new}")


@event.command("table")
@click.argument("slug")
@click.argument("name")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="csv")
@click.option("--language", type=click.Choice(["de", "en", "fr"]), default="de")
@with_appcontext
def table(slug: str, name: str, kind: str, language: str) -> None:
    """Print a table of the event SLUG: bookings, participants, exhibitors, scans or report.

    It may name people: who did this stands in the history of the event.
    """
    try:
        with transaction(), force_locale(language):
            event = get_event(slug)
            made = make_table(name, event)
            content = FORMATS[kind].write(made)
            note_taken(Taken(name, kind, len(made.rows), event.id), utc_now(), ACTOR)
    except UnknownEvent as error:
        raise click.ClickException(f"there is no event {slug}") from error
    except UnknownTable as error:
        raise click.ClickException(str(error)) from error
    click.echo(content, nl=False)


@event.command("export")
@click.argument("slug")
@with_appcontext
def export_event(slug: str) -> None:
    """Print the event SLUG as a file that imports to the same."""
    try:
        event = get_event(slug)
    except UnknownEvent as error:
        raise click.ClickException(f"there is no event {slug}") from error
    click.echo(write_event_file(read_event(event, read_floor(event))), nl=False)
