"""What commands that read a file say about its faults."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.kernel.db.errors import database_words


@contextmanager
def faults_of(file: Path) -> Iterator[None]:
    """Say every fault of a file, each in a line, and that nothing was stored."""
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
    say_notes(file, faults)
    raise click.ClickException("nothing was stored")


def say_notes(file: Path, notes: Sequence[str]) -> None:
    """Say what the author of a file should look at."""
    for note in notes:
        click.echo(f"{file}: {note}", err=True)
