"""No page without the right ticket key: its links and codes would be void."""

import logging

from flask import Flask, abort, request
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.installation.commands import check_key
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.kernel.config import ConfigError
from ortenaudigital.kernel.db import db

# They say how the shop is, whatever is wrong with it.
ALWAYS = ("public.healthz", "public.readyz")
KNOWN = "ticket_key_is_right"

log = logging.getLogger(__name__)


def init_key_guard(app: Flask) -> None:
    """Answer 503 for as long as the ticket key is not that of the database."""

    @app.before_request
    def refuse_another_key() -> None:
        if app.extensions.get(KNOWN) or request.endpoint in ALWAYS:
            return
        try:
            check_key()
        except WrongTicketKey as error:
            log.critical("%s", error)
            abort(503)
        except SQLAlchemyError:
            # Whoever needs the database says so, and the next request asks again.
            db.session.rollback()
        else:
            app.extensions[KNOWN] = True


def check_before_start(app: Flask) -> None:
    """Refuse to start a web server with another key. Raises ConfigError."""
    with app.app_context():
        try:
            check_key()
        except WrongTicketKey as error:
            raise ConfigError([str(error)]) from error
        except SQLAlchemyError as error:
            log.warning("the ticket key will be checked later: %s", type(error).__name__)
        finally:
            db.session.remove()
            # Servers fork: each process opens connections of its own.
            db.engine.dispose()
