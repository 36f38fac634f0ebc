"""What all pages of parts do alike: show a form, arrange its rows, store what was typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.event_changes.commands import Edit, Outcome, edit_section
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.versions import FieldChange
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.event.forms.base import PartForm
from ortenaudigital.web.organiser.event.forms.faults import note
from ortenaudigital.web.organiser.event.forms.rows import arranged, deed_of
from ortenaudigital.web.shared.access.guards import actor
from ortenaudigital.web.shared.answers.refusals import words_of

# The button that shows texts as they will look, and stores nothing.
LOOK = "look"


@dataclass(frozen=True)
class Page:
    """A page of one part: its form, what it is called, and what else its template shows."""

    form: type[PartForm]
    title: Any
    more: dict[str, Any]
    # Where to go once it is stored, if not to the overview of all parts.
    back: str | None = None

    def stored(self, values: dict[str, Any]) -> str:
        """Show the part as it is stored."""
        data = values | {"version": g.event.version}
        return self.show(self.form(formdata=None, data=data))

    def show(
        self,
        form: PartForm,
        refusals: Sequence[str] = (),
        changes: Sequence[FieldChange] = (),
        look: bool = False,
    ) -> str:
        """Show the form, perhaps with what is wrong with it."""
        form.offer()
        return render_template(
            "organiser/event/parts/part.html",
            event=g.event,
            form=form,
            title=self.title,
            refusals=refusals,
            changes=changes,
            look=look,
            **self.more,
        )

    def sent(
        self, prefix: str, edit: Callable[[PartForm], Edit], anchor: str
    ) -> ResponseReturnValue:
        """Do what a button of a row wants, or store what was typed.

        `prefix` is where the section stands in the file, `anchor` where its overview shows it.
        """
        deed = deed_of(request.form)
        if deed is not None:
            return self.show(self.form(formdata=arranged(request.form, deed)))
        form = self.form()
        if LOOK in request.form:
            return self.show(form, look=True)
        form.offer()
        if not form.validate():
            return self.show(form), 422
        try:
            outcome = store(edit(form))
        except ChangedMeanwhile as error:
            # Who has seen what changed, and sends it again, means it.
            form.version.data = str(get_event(g.event.slug).version)
            return self.show(form, [words_of(error)], error.changes), 409
        except EventFileError as error:
            return self.show(form, note(form, error, prefix)), 422
        return stored(outcome, anchor, self.back)


def store(edit: Edit) -> Outcome:
    """Store one section of the event in hand. Raises ChangedMeanwhile or EventFileError."""
    with transaction():
        return edit_section(g.event.slug, edit, Decision(), utc_now(), actor())


def stored(outcome: Outcome, anchor: str, back: str | None = None) -> ResponseReturnValue:
    """Go back to the overview of all parts, or elsewhere, and say what happened."""
    flash(gettext("Gespeichert. Es gilt sofort."), "success")
    if former := len(outcome.former):
        words = ngettext(
            "%(num)d Frage wird so nicht mehr gestellt. Ihre Antworten bleiben bei den Buchungen.",
            "%(num)d Fragen werden so nicht mehr gestellt. Ihre Antworten bleiben bei den "
            "Buchungen.",
            former,
        )
        flash(words, "info")
    overview = url_for("organiser.parts", slug=outcome.slug, _anchor=anchor)
    return redirect(back or overview, 303)
