"""Accounts of organisers and phones of helpers."""

import click
from flask.cli import with_appcontext

from ortenaudigital.accounts import commands as accounts
from ortenaudigital.accounts.commands import (
    HashedPassword,
    check_password,
    find_user_id,
    give_role,
    hashed,
    set_active,
)
from ortenaudigital.accounts.errors import WeakPassword
from ortenaudigital.accounts.factors.reset import reset_factors
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.commands import record
from ortenaudigital.checkin.devices.commands import pairing_url, prepare_device, set_checkpoint
from ortenaudigital.checkin.errors import UnknownCheckpoint
from ortenaudigital.checkin.queries import get_checkpoint_by_key
from ortenaudigital.cli.keys import require_key
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction

user = click.Group("user", help="Accounts of organisers.")
door = click.Group("door", help="Phones at the door.")

ACTOR = "command line"


@user.command("create")
@click.option("--email", prompt=True)
@click.option("--name", default="")
@click.option("--role", type=click.Choice([each.value for each in Role]))
@click.option("--event", "slugs", multiple=True, help="Where the role holds; without: everywhere.")
@click.option("--password", help="Asked for if it is missing and there is a need for one.")
@with_appcontext
def create_user(
    email: str, name: str, role: str | None, slugs: tuple[str, ...], password: str | None
) -> None:
    """Create an account, give it a role at events or everywhere, or a new password."""
    is_new = find_user_id(email) is None
    if role is None and (is_new or slugs):
        raise click.ClickException(f"say --role, one of: {', '.join(Role)}")
    if password is None and (is_new or role is None):
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        stored = _checked(email, name, password)
        with transaction():
            if stored is not None:
                _store(email, name, stored, is_new=is_new)
            _assign(email, role, slugs)
    except WeakPassword as error:
        raise click.ClickException(str(error)) from error
    except UnknownEvent as error:
        raise click.ClickException(f"there is no event {error.details['slug']}") from error
    click.echo(f"{email} can log in")


def _checked(email: str, name: str, password: str | None) -> HashedPassword | None:
    if password is None:
        return None
    check_password(password, email, name)
    return hashed(password)


def _store(email: str, name: str, password: HashedPassword, *, is_new: bool) -> None:
    user = accounts.create_user(email, name, password)
    db.session.flush()
    action = "accounts.created" if is_new else "accounts.password_given"
    record(action, f"user:{user.id}", ACTOR, utc_now())


def _assign(email: str, role: str | None, slugs: tuple[str, ...]) -> None:
    user_id = find_user_id(email)
    if role is None or user_id is None:
        return
    where: list[int | None] = [get_event(slug).id for slug in slugs]
    for event_id in where or [None]:
        give_role(user_id, Role(role), event_id, utc_now(), ACTOR)


@user.command("recover")
@click.option("--email", prompt=True, help="Of the account.")
@click.confirmation_option(prompt="Whoever knows the password gets in then. Go on?")
@with_appcontext
def recover(email: str) -> None:
    """Take app, passkeys and recovery codes from an account whose owner lost them."""
    require_key()
    user_id = find_user_id(email)
    if user_id is None:
        raise click.ClickException(f"there is no account {email}")
    with transaction():
        reset_factors(user_id, ACTOR, utc_now())
    click.echo(f"{email} has no second factor any more, and is logged out everywhere")


@user.command("lock")
@click.option("--email", prompt=True, help="Of the account.")
@with_appcontext
def lock_account(email: str) -> None:
    """Keep an account from logging in, and end its logins."""
    _set_active(email, active=False)
    click.echo(f"{email} cannot log in any more")


@user.command("unlock")
@click.option("--email", prompt=True, help="Of the account.")
@with_appcontext
def unlock_account(email: str) -> None:
    """Let a locked account log in again."""
    _set_active(email, active=True)
    click.echo(f"{email} can log in")


def _set_active(email: str, *, active: bool) -> None:
    user_id = find_user_id(email)
    if user_id is None:
        raise click.ClickException(f"there is no account {email}")
    with transaction():
        set_active(user_id, active, utc_now(), ACTOR)


@door.command("pair")
@click.option("--event", "slug", required=True, help="The event the phone is for.")
@click.option("--name", required=True, help="What the phone is called, such as Haupteingang.")
@click.option("--may-override", is_flag=True, help="Let it admit people by hand, with a reason.")
@click.option("--checkpoint", "key", help="Where it scans if not at the entrance: DATE/SLUG.")
@with_appcontext
def pair_phone(slug: str, name: str, may_override: bool, key: str | None) -> None:
    """Print the link that pairs a phone. It works once, within a day."""
    require_key()
    try:
        with transaction():
            event = get_event(slug)
            device, secret = prepare_device(event, name, utc_now(), ACTOR, may_override)
            if key:
                set_checkpoint(device, get_checkpoint_by_key(event, key), utc_now(), ACTOR)
    except UnknownEvent as error:
        raise click.ClickException(f"there is no event {slug}") from error
    except UnknownCheckpoint as error:
        raise click.ClickException(f"{slug} has no checkpoint {key}") from error
    click.echo(pairing_url(secret))
