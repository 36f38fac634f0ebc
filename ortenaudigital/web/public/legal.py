"""What the law asks for, on every page's foot, and what operators ask for."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.db import db
from ortenaudigital.extensions import migrate
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.installation.service import check_key
from ortenaudigital.web.guards import Access, access
from ortenaudigital.web.public.blueprint import public


@public.get("/impressum")
@access(Access.PUBLIC)
def imprint() -> ResponseReturnValue:
    """Say who runs this."""
    return render_template("public/imprint.html")


@public.get("/datenschutz")
@access(Access.PUBLIC)
def privacy() -> ResponseReturnValue:
    """Say what happens with personal data."""
    return render_template("public/privacy.html")


@public.get("/barrierefreiheit")
@access(Access.PUBLIC)
def accessibility() -> ResponseReturnValue:
    """Declare how accessible this is, and where to complain."""
    return render_template("public/accessibility.html")


@public.get("/leichte-sprache")
@access(Access.PUBLIC)
def easy_language() -> ResponseReturnValue:
    """Explain booking in easy language."""
    return render_template("public/easy_language.html")


@public.get("/healthz")
@access(Access.PUBLIC)
def healthz() -> ResponseReturnValue:
    """Say that the process is alive."""
    return jsonify(status="alive")


@public.get("/readyz")
@access(Access.PUBLIC)
def readyz() -> ResponseReturnValue:
    """Say whether the database answers and is migrated."""
    try:
        stored = MigrationContext.configure(db.session.connection()).get_current_heads()
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return jsonify(status="database unreachable"), 503
    heads = ScriptDirectory.from_config(migrate.get_config()).get_heads()
    if set(stored) != set(heads):
        return jsonify(status="migrations missing"), 503
    try:
        check_key()
    except WrongTicketKey:
        return jsonify(status="another ticket key"), 503
    return jsonify(status="ready")
