"""Erase an event as a whole, where no second owner can confirm it."""

import click
from flask.cli import with_appcontext

from ortenaudigital.cli.events import ACTOR
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.privacy.whole_event.commands import erase_by_command
from ortenaudigital.privacy.whole_event.queries import count_content


@click.command("erase")
@click.argument("slug")
@click.option("--reason", required=True, help="Why; name nobody.")
@click.option("--confirm", metavar="SLUG", help="The name once more; without it you are asked.")
@with_appcontext
def erase_event(slug: str, reason: str, confirm: str | None) -> None:
    """Erase the event SLUG with all that belongs to it. The worker does it, and it is final.

    Two owners do this on the event's page. This is for a house that has but one.
    """
    try:
        event = get_event(slug)
        event_id = event.id
        for name, number in count_content(event).items():
            click.echo(f"{name}: {number}")
        typed = confirm or click.prompt(f"This cannot be undone. Type {slug} to erase it")
        if typed != slug:
            raise click.ClickException("that is another name; nothing was erased")
        with transaction():
            erase_by_command(event_id, reason, ACTOR, utc_now())
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{slug}: nobody sees it any more; the worker erases it")
