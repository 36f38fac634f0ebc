"""The parts of an event that the fair office sees to, which may change nothing else about it."""

from flask import abort, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.parts.editing import Page
from ortenaudigital.web.organiser.event.parts.registry import SINGLES, Part
from ortenaudigital.web.organiser.event.parts.single import edit_of, values_of_part
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.sizes import PART, takes

PARTS = ("bewerbung", "ausstellerfragen", "ausstellerportal")


@organiser.get("/<slug>/messe/<fair_part>")
@needs(Permission.FAIR_CHANGE)
def fair_settings(fair_part: str) -> ResponseReturnValue:
    """Show deadlines, furniture, times of set-up or questions, to be changed."""
    part = _part(fair_part)
    return _page(part).stored(values_of_part(part))


@organiser.post("/<slug>/messe/<fair_part>")
@needs(Permission.FAIR_CHANGE)
@takes(PART)
def change_fair_settings(fair_part: str) -> ResponseReturnValue:
    """Change one of these parts."""
    part = _part(fair_part)
    return _page(part).sent(part.prefix, edit_of(part), part.name)


def _part(name: str) -> Part:
    return SINGLES[name] if name in PARTS else abort(404)


def _page(part: Part) -> Page:
    action = url_for("organiser.change_fair_settings", slug=g.event.slug, fair_part=part.name)
    home = url_for("organiser.portals", slug=g.event.slug)
    more = {"action": action, "part": part, "menu": "portals", "home": gettext("Ausstellerportal")}
    return Page(part.form, part.title, more | {"home_url": home}, home)
