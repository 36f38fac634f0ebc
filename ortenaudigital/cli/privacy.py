"""What people may ask for about their own data: `flask privacy …`."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask.cli import with_appcontext

from ortenaudigital.kernel.addresses import NotAnAddress, read_mailbox
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import empty_log, transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.kernel.personal import Correction, Finding
from ortenaudigital.privacy import requests
from ortenaudigital.privacy.errors import SeveralNames, UnknownKey

ACTOR = "command line"

privacy = click.Group("privacy", help="Find, export, correct and erase what is held of a person.")


def _chosen(command: Callable[..., None]) -> Callable[..., None]:
    also = click.option(
        "--also", multiple=True, metavar="KEY", help="Found by name only, and theirs all the same."
    )
    only = click.option("--only", multiple=True, metavar="KEY", help="Nothing but this.")
    return click.argument("address")(also(only(command)))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (UnknownKey, SeveralNames, DomainError) as error:
        raise click.ClickException(str(error)) from error


def _show(found: requests.Found) -> None:
    if not found.all:
        click.echo("nothing is held under this address")
    for finding in found.all:
        click.echo(f"{finding.key}  {finding.label}{_remark(finding)}")


def _remark(finding: Finding) -> str:
    if finding.kept:
        return f" (stays: {finding.kept})"
    return "" if finding.certain else " (by name only: if it is theirs, say --also with its key)"


@privacy.command("find")
@_chosen
@with_appcontext
def find(address: str, also: tuple[str, ...], only: tuple[str, ...]) -> None:
    """List what is held of the person with ADDRESS, and what only may be theirs."""
    with _refusals():
        _show(requests.find(address, also).only(only))


@privacy.command("export")
@_chosen
@with_appcontext
def export(address: str, also: tuple[str, ...], only: tuple[str, ...]) -> None:
    """Print what is held of the person with ADDRESS as JSON, to be handed to them."""
    with _refusals():
        found = requests.find(address, also).only(only)
    answer = requests.export(found, utc_now())
    click.echo(json.dumps(answer, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@privacy.command("correct")
@_chosen
@click.option("--name", help='Such as "Erika Müller", or "von der Heide, Erika".')
@click.option("--email")
@with_appcontext
def correct(
    address: str, also: tuple[str, ...], only: tuple[str, ...], name: str | None, email: str | None
) -> None:
    """Write another name or address wherever ADDRESS is held."""
    right = Correction(_name(name), _email(email))
    if not right.fields:
        raise click.ClickException("say --name or --email")
    with _refusals(), transaction():
        found = requests.find(address, also).only(only)
        number = requests.correct(found, right, utc_now(), ACTOR)
    click.echo(f"corrected in {number} places")


def _name(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    last, comma, first = text.partition(",")
    if not comma:
        first, _, last = text.strip().rpartition(" ")
    if not last.strip():
        raise click.ClickException("--name is empty")
    return first.strip(), last.strip()


def _email(text: str | None) -> str | None:
    try:
        return text and read_mailbox(text).address
    except NotAnAddress as error:
        raise click.ClickException(f"--email: {error}") from error


@privacy.command("erase")
@_chosen
@click.option("--yes", is_flag=True, help="Do it. Without, it is only said what would be erased.")
@with_appcontext
def erase(address: str, also: tuple[str, ...], only: tuple[str, ...], yes: bool) -> None:
    """Forget the person with ADDRESS; tickets and stands that are still to come become free."""
    with _refusals(), transaction():
        found = requests.find(address, also).only(only)
        _show(found)
        if yes:
            number = requests.erase(found, utc_now(), ACTOR)
    if not yes:
        click.echo("nothing was erased: say --yes to do it")
        return
    click.echo(f"erased in {number} places; backups still hold it, until they are deleted")
    if not empty_log():
        click.echo("the log of the database is in use; the worker empties it within the hour")
