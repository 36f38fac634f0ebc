"""Events from and to files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.db import database_words, transaction
from ortenaudigital.events.errors import EventFileError, UnknownEvent
from ortenaudigital.events.eventfile import read_event_bytes, write_event_file
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
    with _faults_of(file):
        plan, notes = read_event_bytes(file.read_bytes())
        with transaction():
            store_stands(store_event(plan), plan.stands)
    for note in notes:
        click.echo(f"{file}: {note}", err=True)
    click.echo(f"{plan.event.slug}: stored")


@contextmanager
def _faults_of(file: Path) -> Iterator[None]:
    try:
        yield
    except EventFileError as error:
        faults = error.faults
    except OSError as error:
        faults = [f"file: it cannot be read: {error.strerror}"]
    except SQLAlchemyError as error:
        faults = [f"database: {database_words(error)}; `flask --app wsgi doctor` says what to mend"]
    else:
        return
    for fault in faults:
        click.echo(f"{file}: {fault}", err=True)
    raise click.ClickException("nothing was stored")


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
