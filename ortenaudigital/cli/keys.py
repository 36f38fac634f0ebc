"""The ticket key, and the database that it belongs to."""

import click
from flask.cli import with_appcontext

from ortenaudigital.installation.commands import accept_key, check_key
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction

ticket_key = click.Group("key", help="The key that codes and links are derived from.")


def require_key() -> None:
    """Refuse to work with a ticket key that is not the one of the database."""
    try:
        check_key()
    except WrongTicketKey as error:
        raise click.ClickException(str(error)) from error


@ticket_key.command("accept")
@click.confirmation_option(
    prompt="All codes and links made so far work on, but can't be made again. Go on?"
)
@with_appcontext
def accept() -> None:
    """Make the present TICKET_KEY that of this database, after a loss or between two events."""
    with transaction():
        accept_key(utc_now(), "command line")
    click.echo("this key belongs to the database from now on; see docs/operations.md, Keys")
