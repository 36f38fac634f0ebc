"""Who stands in the head and the foot of every page, also when the database does not answer."""

import logging

from flask import Flask, current_app, g
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.towns.queries import House, get_house

log = logging.getLogger(__name__)
REMEMBERED = "house"


def house() -> House:
    """Return who runs these pages, as of a moment ago; without a database, as it was last."""
    if "house" not in g:
        g.house = _read()
    known: House = g.house
    return known


def _read() -> House:
    remembered: House = current_app.extensions[REMEMBERED]
    if g.get("without_database"):
        return remembered
    try:
        towns: Kept[None, House] = kept("house")
        current_app.extensions[REMEMBERED] = found = towns.get(None, get_house)
    except SQLAlchemyError:
        # No page, least of all one that tells an error, fails for its head and foot.
        log.exception("nobody can be named on this page")
        db.session.rollback()
        return remembered
    return found


def init_house(app: Flask) -> None:
    """Let templates ask who runs the pages."""
    app.extensions[REMEMBERED] = House()
    app.jinja_env.globals.update(house=house)
