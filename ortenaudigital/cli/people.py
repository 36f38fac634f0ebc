"""Accounts of organisers and phones of helpers."""

import click
from flask.cli import with_appcontext

from ortenaudigital.accounts.commands import check_password, create_organiser
from ortenaudigital.accounts.errors import WeakPassword
from ortenaudigital.checkin.devices.commands import pairing_url, prepare_device
from ortenaudigital.cli.keys import require_key
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction

user = click.Group("user", help="Accounts of organisers.")
door = click.Group("door", help="Phones at the door.")


@user.command("create")
@click.option("--email", prompt=True)
@click.option("--name", default="")
@click.password_option()
@with_appcontext
def create_user(email: str, name: str, password: str) -> None:
    """Create an organiser, or give an existing one a new password."""
    try:
        check_password(password, email, name)
    except WeakPassword as error:
        raise click.ClickException(str(error)) from error
    with transaction():
        create_organiser(email, name, password)
    click.echo(f"{email} can log in")


@door.command("pair")
@click.option("--event", "slug", required=True, help="The event the phone is for.")
@click.option("--name", required=True, help="What the phone is called, such as Haupteingang.")
@click.option("--may-override", is_flag=True, help="Let it admit people by hand, with a reason.")
@with_appcontext
def pair_phone(slug: str, name: str, may_override: bool) -> None:
    """Print the link that pairs a phone. It works once, within a day."""
    require_key()
    try:
        with transaction():
            _, secret = prepare_device(
                get_event(slug), name, utc_now(), "command line", may_override
            )
    except UnknownEvent as error:
        raise click.ClickException(f"there is no event {slug}") from error
    click.echo(pairing_url(secret))
