"""Errors become pages that keep the layout, or JSON for machines."""

import logging
from contextlib import suppress
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from ortenaudigital.accounts.errors import LoggedOut
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.errors import is_unavailable
from ortenaudigital.kernel.errors import N_, DomainError
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.web.shared.access.cross_site import ForeignRequest
from ortenaudigital.web.shared.access.guards import wants_login
from ortenaudigital.web.shared.answers.machine_answers import machine_answer
from ortenaudigital.web.shared.answers.refusals import retry_after, status_of, words_of
from ortenaudigital.web.shared.answers.sending_again import (
    confirmation_page,
    logged_out_page,
    may_be_sent_again,
)
from ortenaudigital.web.shared.requests.addresses import find_page_of_form, page_of_form
from ortenaudigital.web.shared.requests.values import MACHINES

log = logging.getLogger(__name__)
RETRY_SECONDS = 30

TITLES = {
    400: N_("Das konnten wir nicht lesen"),
    401: N_("Nicht angemeldet"),
    403: N_("Kein Zutritt"),
    404: N_("Seite nicht gefunden"),
    405: N_("So geht es nicht"),
    408: N_("Das hat zu lange gedauert"),
    409: N_("Das geht gerade nicht"),
    413: N_("Das ist zu groß"),
    414: N_("Diese Adresse ist zu lang"),
    415: N_("Das konnten wir nicht lesen"),
    429: N_("Zu viele Anfragen"),
    500: N_("Da ist etwas schiefgegangen"),
    503: N_("Das geht gerade nicht"),
}
ADVICE = {
    400: N_("Bitte gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."),
    401: N_("Bitte melden Sie sich an."),
    403: N_("Wenn Sie es brauchen, bitten Sie die Leitung der Veranstaltung um eine andere Rolle."),
    404: N_("Bitte prüfen Sie die Adresse oder beginnen Sie auf der Startseite."),
    405: N_("Bitte gehen Sie zurück und benutzen Sie die Schaltflächen der Seite."),
    408: N_("Bitte gehen Sie zurück und senden Sie es noch einmal ab, am besten bei gutem Netz."),
    409: N_("Bitte gehen Sie zurück und prüfen Sie den neuen Stand."),
    413: N_("Bitte senden Sie weniger auf einmal."),
    414: N_("Bitte beginnen Sie auf der Startseite."),
    415: N_("Bitte gehen Sie zurück und benutzen Sie das Formular der Seite."),
    429: N_("Es ist nichts verloren. Tickets, die Sie schon haben, gelten weiter."),
    500: N_(
        "Ihre Eingaben wurden nicht verarbeitet. "
        "Bitte versuchen Sie es in ein paar Minuten noch einmal."
    ),
    503: N_(
        "Der Server kann im Moment nichts speichern. Ihre Eingaben sind nicht verarbeitet. "
        "Bitte laden Sie diese Seite in einer Minute neu; "
        "ein Formular wird dann noch einmal gesendet und zählt nur einmal."
    ),
}


def _page(status: int, code: str, words: str | None = None) -> tuple[str | Response, int]:
    title = gettext(TITLES.get(status, TITLES[500]))
    advice = gettext(ADVICE.get(status, ADVICE[500]))
    if _for_machines():
        return machine_answer(error={"code": code, "message": words or advice}), status
    return render_template("errors/error.html", title=title, words=words, advice=advice), status


def _foreign(error: ForeignRequest) -> ResponseReturnValue:
    if _for_machines():
        return _page(403, error.code, words_of(error))
    form = find_page_of_form() if request.endpoint else None
    return render_template("errors/foreign.html", words=words_of(error), form=form), 403


def _without_token(_: CSRFError) -> ResponseReturnValue:
    # It came from one of our pages: that was asked before.
    if may_be_sent_again():
        if current_user.is_authenticated:
            return confirmation_page(), 400
        # Who logs out in another window ends the session that the token was of.
        if wants_login(current_app.extensions["access_rules"].get(request.endpoint)):
            return logged_out_page(), 401
    words = gettext(
        "Die Seite war zu lange offen, oder Ihr Browser nimmt keine Cookies an. "
        "Es wurde nichts geändert."
    )
    return _page(400, "csrf", words)


def _database_error(error: SQLAlchemyError) -> ResponseReturnValue:
    if not is_unavailable(error):
        raise error
    log.error(
        "%s %s: no database: %s", request.method, request.endpoint, str(error).splitlines()[0]
    )
    _do_without_database()
    return *_page(503, "unavailable"), {"Retry-After": str(RETRY_SECONDS)}


def _do_without_database() -> None:
    """Let the layout be shown as to a stranger: who reads it cannot be looked up."""
    g.without_database = True
    g._login_user = AnonymousUserMixin()
    with suppress(SQLAlchemyError):
        db.session.rollback()


def _for_machines() -> bool:
    return request.path.startswith(MACHINES)


def init_errors(app: Flask) -> None:
    """Register a handler for every kind of error."""

    def log_exception(trouble: Any) -> None:
        # Not the address, as Flask would: a link to a booking is a secret.
        app.logger.error("%s %s failed", request.method, request.endpoint, exc_info=trouble)

    app.log_exception = log_exception  # type: ignore[assignment]  # called by Flask

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> ResponseReturnValue:
        db.session.rollback()
        headers = retry_after(error) if isinstance(error, TooMany) else {}
        return *_page(status_of(error), error.code, words_of(error)), headers

    app.register_error_handler(ForeignRequest, _foreign)
    app.register_error_handler(SQLAlchemyError, _database_error)
    app.register_error_handler(LoggedOut, lambda _: (logged_out_page(), 401))
    app.register_error_handler(CSRFError, _without_token)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, InternalServerError):
            db.session.rollback()
        if error.response is not None or (error.code or 500) < 400:
            return error.get_response()
        if isinstance(error, MethodNotAllowed) and not _for_machines():
            elsewhere = page_of_form()
            if elsewhere is not None:
                return elsewhere
        return _page(error.code or 500, error.name.lower().replace(" ", "_"))
