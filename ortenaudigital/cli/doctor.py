"""The doctor: checks what an installation needs, and says what to mend."""

import smtplib
import subprocess
from collections.abc import Callable, Iterator

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital import pdf
from ortenaudigital.db import db
from ortenaudigital.extensions import migrate

Fault = str | None


@click.command()
@with_appcontext
def doctor() -> None:
    """Check configuration, database, mail, fonts and keys."""
    faults = 0
    for name, fault in _examine():
        click.echo(f"{'ok  ' if fault is None else 'MEND'}  {name}{': ' + fault if fault else ''}")
        faults += fault is not None
    if faults:
        raise click.ClickException(f"{faults} to mend")


def _examine() -> Iterator[tuple[str, Fault]]:
    checks: dict[str, Callable[[], Fault]] = {
        "configuration": _configuration,
        "database": _database,
        "migrations": _migrations,
        "mail": _mail,
        "fonts": _fonts,
        "documents": _documents,
    }
    for name, check in checks.items():
        yield name, check()


def _configuration() -> Fault:
    config = current_app.config["CONFIG"]
    if config.mode == "production" and not config.secure:
        return "BASE_URL is not https: phones open the camera on https pages only"
    if config.secret_key == config.ticket_key:
        return "SECRET_KEY and TICKET_KEY are the same: draw a second one"
    return None


def _database() -> Fault:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"{error}; check DATABASE_URL"
    return None


def _migrations() -> Fault:
    stored = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    heads = set(ScriptDirectory.from_config(migrate.get_config()).get_heads())
    return None if stored == heads else "run: flask --app wsgi db upgrade"


def _mail() -> Fault:
    server = current_app.config["CONFIG"].mail
    kind = smtplib.SMTP_SSL if server.use_ssl else smtplib.SMTP
    try:
        with kind(server.server, server.port, timeout=server.timeout_seconds) as host:
            host.noop()
    except (OSError, smtplib.SMTPException) as error:
        return f"{server.server}:{server.port} does not answer ({error}); check MAIL_SERVER"
    return None


def _fonts() -> Fault:
    try:
        found = subprocess.run(["fc-list"], capture_output=True, check=False, timeout=20).stdout
    except FileNotFoundError:
        return None
    return None if found else "no font for names beyond Latin: install fonts-dejavu-core"


def _documents() -> Fault:
    try:
        made = pdf.render("<html lang='de'><title>t</title><p>t</p></html>", "")
    except OSError as error:
        return f"{error}; install Pango (libpango-1.0-0, libpangoft2-1.0-0)"
    return None if made.startswith(b"%PDF") else "no PDF came out"
