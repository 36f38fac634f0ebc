"""Change the floor for a form: what is refused is said on its page, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.fair.inventory.editing.history import Editor, floor_version
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError, NotFound
from ortenaudigital.web.organiser.fair.floor.forms import VersionForm
from ortenaudigital.web.shared.access.guards import actor
from ortenaudigital.web.shared.answers.refusals import words_of


def editor(since: int | None) -> Editor:
    """Return who changes the floor now; `since` is the version that their page showed."""
    return Editor(g.event, since, utc_now(), actor())


def refusal_of(since: int | None, change: Callable[[Editor], Any]) -> str | None:
    """Change the floor; return why not, in words for the reader, or None if it is done."""
    try:
        with transaction():
            change(editor(since))
    except NotFound:
        raise
    except DomainError as error:
        return words_of(error)
    return None


def since_of(form: VersionForm, refusal: str | None) -> int:
    """Return the version that a form shows: the newest, once its reader was told of a change."""
    if refusal is None and form.since.data is not None:
        return int(form.since.data)
    return floor_version(g.event)


def form_page(
    what: str, form: VersionForm, refusal: str | None, status: int, **shown: Any
) -> ResponseReturnValue:
    """Show the form of an area, a stand or a stage, and why it was refused, if it was."""
    page = render_template(
        f"organiser/fair/floor/{what}.html",
        event=g.event,
        form=form,
        version=since_of(form, refusal),
        refusal=refusal,
        **shown,
    )
    return page, status
