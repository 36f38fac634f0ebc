"""The clock of this machine, which decides when personal data is erased."""

import click
from flask.cli import with_appcontext

from ortenaudigital.installation.commands import accept_clock, newest_moment
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.privacy.commands import withdraw
from ortenaudigital.privacy.rules import is_believable

clock = click.Group("clock", help="The clock that decides when personal data is erased.")


def doubt() -> str | None:
    """Say why the clock is not believed, if it is not."""
    now, newest = utc_now(), newest_moment()
    if is_believable(now, newest):
        return None
    return (
        f"it is said to be {now:%Y-%m-%d}, but the newest moment here is {newest:%Y-%m-%d}: "
        "nothing is erased. If the clock is right, run: flask --app wsgi clock accept"
    )


@clock.command("accept")
@click.confirmation_option(prompt="What is due by this clock will be erased in a day. Go on?")
@with_appcontext
def accept() -> None:
    """Believe the clock, after a long pause or a mistake; erasing begins a day later."""
    now = utc_now()
    with transaction():
        accept_clock(now, "command line")
        withdraw(now, "command line")
    click.echo(f"it is {now:%Y-%m-%d %H:%M} UTC")
