"""Events from and to files."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from ortenaudigital.db import transaction
from ortenaudigital.events.errors import EventFileError, UnknownEvent
from ortenaudigital.events.eventfile import read_event_file, write_event_file
from ortenaudigital.events.export import event_file
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.service import store_event
from ortenaudigital.stands.floor import stand_plans, store_stands

event = click.Group("event", help="Import and export events.")


@event.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_event(file: Path) -> None:
    """Create or update the event in FILE. With any fault in it, nothing is stored."""
    try:
        plan = read_event_file(file.read_text(encoding="utf-8"))
        with transaction():
            store_stands(store_event(plan), plan.stands)
    except EventFileError as error:
        for fault in error.faults:
            click.echo(f"{file}: {fault}", err=True)
        raise click.ClickException("nothing was stored") from error
    click.echo(f"{plan.event.slug}: stored")


@event.command("export")
@click.argument("slug")
@with_appcontext
def export_event(slug: str) -> None:
    """Print the event SLUG as a file that imports to the same."""
    try:
        event = get_event(slug)
    except UnknownEvent as error:
        raise click.ClickException(f"there is no event {slug}") from error
    click.echo(write_event_file(event_file(event, stand_plans(event))), nl=False)
