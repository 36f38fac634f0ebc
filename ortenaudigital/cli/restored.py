"""What an operator says once a backup was put back."""

import click
from flask.cli import with_appcontext

from ortenaudigital.checkin.sync.changes import start_list_anew
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction


@click.command()
@with_appcontext
def restored() -> None:
    """Tell the shop that a backup was put back: phones fetch the whole door list anew."""
    with transaction():
        start_list_anew(utc_now(), "command line")
    click.echo("all phones get a new door list at their next contact; what they hold is sent on")
