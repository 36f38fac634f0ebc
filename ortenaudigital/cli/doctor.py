"""The doctor: checks what an installation needs, and says what to mend."""

import subprocess
from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.adapters import pdf
from ortenaudigital.adapters.mailer import LetterRefused, Postman, ServerTrouble
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.models import Booking
from ortenaudigital.cli.clock import doubt
from ortenaudigital.events.town_faults import list_town_faults
from ortenaudigital.health import commands as health
from ortenaudigital.installation.commands import check_key, knows_key
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.kernel.addresses import NotAnAddress, read_mailbox
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.trouble import find_trouble
from ortenaudigital.towns.queries import find_operator

Fault = str | None
MAIL_SECONDS = 20.0

# A letter of each script in which guests of the region write their names, and who has it in Debian.
SCRIPTS = {
    **dict.fromkeys("ΩЖאأ", "fonts-dejavu-core"),
    **dict.fromkeys("กकతதবაა", "fonts-noto-core"),
    **dict.fromkeys("陈日", "fonts-droid-fallback"),
    "한": "fonts-nanum",
    "🦊": "fonts-noto-color-emoji",
}


@click.command()
@click.option(
    "--recipient",
    help="Whom the mail server is asked about, by default the operator's; nothing is sent.",
)
@with_appcontext
def doctor(recipient: str | None) -> None:
    """Check configuration, database, mail, fonts and keys."""
    faults = 0
    for name, fault in _examine(recipient):
        click.echo(f"{'ok  ' if fault is None else 'MEND'}  {name}{': ' + fault if fault else ''}")
        faults += fault is not None
    if note := health.note_on_search():
        click.echo(f"note  search: {note}")
    if faults:
        raise click.ClickException(f"{faults} to mend")


def _examine(recipient: str | None) -> Iterator[tuple[str, Fault]]:
    yield "configuration", _configuration()
    stages = {
        "database": _database,
        "migrations": health.check_migrations,
        "writing": _writing,
        "keys": _keys,
    }
    for name, check in stages.items():
        fault = check()
        yield name, fault
        if fault:
            # What follows would stumble over the same.
            break
    else:
        yield "clock", health.check_clock(utc_now()) or doubt()
        yield "towns", _towns()
        yield "letters", health.check_letters(utc_now())
    yield "disk", health.check_disk()
    yield "proxy", health.check_proxy(utc_now())
    yield "mail", _mail(recipient) or _held_letters()
    yield "fonts", _fonts()
    yield "documents", _documents()


def _configuration() -> Fault:
    config = current_app.config["CONFIG"]
    faults = []
    if config.mode == "production" and not config.secure:
        faults.append("BASE_URL is not https: phones open the camera on https pages only")
    if config.secret_key == config.ticket_key:
        faults.append("SECRET_KEY and TICKET_KEY are the same: draw a second one")
    if config.mode == "production" and "@example.org" in config.mail.sender:
        faults.append("MAIL_DEFAULT_SENDER is a sample: letters from it will be refused")
    return "; ".join(faults) or None


def _database() -> Fault:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"{str(error).splitlines()[0]}; check DATABASE_URL"
    return None


def _writing() -> Fault:
    fault = health.check_database(utc_now())
    return f"{fault}; is it locked, full, or another user's?" if fault else None


def _keys() -> Fault:
    try:
        check_key()
    except WrongTicketKey as error:
        return str(error)
    if knows_key():
        return None
    newest = db.session.scalar(select(Booking).order_by(Booking.created_at.desc()).limit(1))
    if newest is None or newest.key_hash == fingerprint(booking_key(newest.id)):
        return None
    return "TICKET_KEY is not the one that these bookings were made with: put that one back"


def _mail(recipient: str | None) -> Fault:
    config = current_app.config["CONFIG"]
    recipient = recipient or _operator_email() or read_mailbox(config.mail.sender).address
    where = f"{config.mail.server}:{config.mail.port}"
    try:
        with Postman(most_seconds=MAIL_SECONDS) as postman:
            postman.try_out(recipient)
    except NotAnAddress as error:
        return f"{recipient} is no mail address: {error}"
    except ServerTrouble as error:
        return f"{where}: {error}; check MAIL_SERVER and what belongs to it, and the sender"
    except LetterRefused as error:
        return f"{where}: {error}; try --recipient with another address"
    return None


def _operator_email() -> str:
    try:
        operator = find_operator()
    except SQLAlchemyError:
        # Said above.
        db.session.rollback()
        return ""
    return operator.email if operator else ""


def _towns() -> Fault:
    production = current_app.config["MODE"] == "production"
    faults = list_town_faults(utc_now(), samples=production)
    more = f" and {len(faults) - 1} more; `flask --app wsgi town check` lists them"
    return f"{faults[0]}{more if faults[1:] else ''}" if faults else None


def _held_letters() -> Fault:
    """Say what the worker met: a server may take what is tried here, and not what it sends."""
    try:
        trouble = find_trouble()
    except SQLAlchemyError:
        # Said above, or a table that migrations have not made yet.
        db.session.rollback()
        return None
    if trouble is None:
        return None
    return f"all letters wait since {trouble.since:%Y-%m-%d %H:%M} UTC: {trouble.reason}"


def _fonts() -> Fault:
    missing = {package for sample, package in SCRIPTS.items() if not _has_font(sample)}
    if not missing:
        return None
    return f"no font for the names of some guests on tickets: install {', '.join(sorted(missing))}"


def _has_font(letter: str) -> bool:
    query = ["fc-list", f":charset={ord(letter):x}", "family"]
    try:
        found = subprocess.run(query, capture_output=True, check=False, timeout=20).stdout  # noqa: S603  # of our own making
    except FileNotFoundError:
        return False
    return bool(found.strip())


def _documents() -> Fault:
    try:
        made = pdf.render("<html lang='de'><title>t</title><p>t</p></html>", "")
    except OSError as error:
        return f"{error}; install Pango (libpango-1.0-0, libpangoft2-1.0-0)"
    return None if made.startswith(b"%PDF") else "no PDF came out"
