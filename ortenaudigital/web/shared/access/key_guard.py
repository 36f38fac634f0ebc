"""No page without the right ticket key: its links and codes would be void."""

import logging

from flask import Flask, abort, current_app
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.installation.commands import check_key
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.kernel.config import ConfigError
from ortenaudigital.kernel.db import db

KNOWN = "ticket_key_is_right"

log = logging.getLogger(__name__)


def refuse_another_key() -> None:
    """Answer 503 for as long as the ticket key is not that of the database."""
    if current_app.extensions.get(KNOWN):
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
        current_app.extensions[KNOWN] = True


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
