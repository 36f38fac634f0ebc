"""The pages of parts that an event has once."""

from collections.abc import Callable
from typing import Any

from flask import abort, g, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.commands import Edit
from ortenaudigital.event_changes.parts import values_of
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.forms.base import PartForm
from ortenaudigital.web.organiser.event.parts.editing import Page
from ortenaudigital.web.organiser.event.parts.registry import SINGLES, Part
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.sizes import PART, PICTURE, takes


@organiser.get("/<slug>/veranstaltung/<part>")
@needs(Permission.EVENT_CHANGE)
def event_part(part: str) -> ResponseReturnValue:
    """Show one part of the event, to be changed."""
    found = _part(part)
    return _page(found).stored(values_of_part(found))


@organiser.post("/<slug>/veranstaltung/<part>")
@needs(Permission.EVENT_CHANGE)
@takes(PART)
def change_event_part(part: str) -> ResponseReturnValue:
    """Change one part of the event; the rest of its section stays as it is."""
    found = _part(part)
    return _page(found).sent(found.prefix, edit_of(found), found.name)


# Its own rule, because a file is larger than any other part may be.
@organiser.post("/<slug>/veranstaltung/bild")
@needs(Permission.EVENT_CHANGE)
@takes(PICTURE)
def change_event_picture() -> ResponseReturnValue:
    """Choose another picture of the event, say what it shows, or remove it."""
    return change_event_part("bild")


def _part(name: str) -> Part:
    return SINGLES.get(name) or abort(404)


def values_of_part(part: Part) -> dict[str, Any]:
    """Return what is stored of the section of a part."""
    return values_of(file_of(g.event), part.section)


def edit_of(part: Part) -> Callable[[PartForm], Edit]:
    """Return what makes of a form the change of its section."""
    return lambda form: Edit(part.section, values_of_part(part) | form.wanted(), form.shown_version)


def _page(part: Part) -> Page:
    action = url_for("organiser.change_event_part", slug=g.event.slug, part=part.name)
    return Page(part.form, part.title, {"action": action, "part": part})
