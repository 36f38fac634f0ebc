"""Publish an event, call it off, take it back."""

import click
from flask.cli import with_appcontext

from ortenaudigital.cli.events import ACTOR
from ortenaudigital.event_changes.states import Move, change_state, list_moves
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError

_tell = click.option(
    "--tell/--no-tell", default=None, help="Whether guests and exhibitors get a letter."
)


@click.command("publish")
@click.argument("slug")
@_tell
@with_appcontext
def publish_event(slug: str, tell: bool | None) -> None:
    """Show the event SLUG to everybody, a draft or one that was called off."""
    _change(slug, EventState.PUBLISHED, tell)


@click.command("cancel")
@click.argument("slug")
@_tell
@with_appcontext
def cancel_event(slug: str, tell: bool | None) -> None:
    """Call the event SLUG off: its pages, tickets and calendar files say so."""
    _change(slug, EventState.CANCELLED, tell)


@click.command("withdraw")
@click.argument("slug")
@with_appcontext
def withdraw_event(slug: str) -> None:
    """Make the event SLUG a draft again, as long as nobody booked or applied."""
    _change(slug, EventState.DRAFT, False)


def _change(slug: str, wanted: EventState, tell: bool | None) -> None:
    now = utc_now()
    try:
        event = get_event(slug)
        concerned = list_moves(event, now).concerned
        if tell is None and concerned.any and not event.is_draft:
            numbers = (
                f"{concerned.bookings.bookings} bookings, {concerned.exhibitors} exhibitors and "
                f"{concerned.waiting} on wait lists"
            )
            raise click.UsageError(f"{numbers} are concerned: say --tell or --no-tell")
        with transaction():
            told = change_state(slug, Move(wanted, bool(tell)), now, ACTOR)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{slug}: {wanted}")
    if tell:
        guests = told.letters - told.exhibitors - told.waiting
        click.echo(
            f"letters: {guests} to bookings, {told.exhibitors} to exhibitors, "
            f"{told.waiting} to wait lists"
        )
        if told.bookings.without_address:
            click.echo(f"{told.bookings.without_address} without an address cannot be told")
