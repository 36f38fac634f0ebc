"""The next edition of an event: copied in one step, with nobody's data."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.making import Edition, make_edition, suggest
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.fair.applications.drafts.inviting import list_former
from ortenaudigital.fair.applications.queries import has_fair
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.towns.queries import list_towns
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.forms.fields import EMPTY, choose
from ortenaudigital.web.shared.access.guards import actor, may, needs
from ortenaudigital.web.shared.answers.refusals import fault_words
from ortenaudigital.web.shared.forms import Form, one_line


class EditionForm(Form):
    """What is another at the next edition."""

    title = StringField(_l("Titel"), [InputRequired(EMPTY)], filters=[one_line])
    first_day = DateField(
        _l("Erster Tag"),
        [InputRequired(EMPTY)],
        description=_l("Vorgeschlagen ist derselbe Wochentag; die anderen Tage folgen im Abstand."),
    )
    host = SelectField(_l("Gastgebende Stadt"))
    slug = StringField(
        _l("Kürzel"),
        [InputRequired(EMPTY)],
        filters=[one_line],
        description=_l("So steht sie in der Adresse; es bleibt für immer."),
    )

    def offer(self) -> None:
        """Offer the towns that are known."""
        choose(self.host, [(town.slug, town.name) for town in list_towns()])

    def wanted(self) -> Edition:
        """Return what was typed; call it on a valid form only."""
        first_day = self.first_day.data
        assert first_day is not None  # noqa: S101  # a valid form has one
        title, slug = self.title.data or "", self.slug.data or ""
        return Edition(slug, title, first_day, self.host.data or "")


@organiser.get("/<slug>/kopieren")
@needs(Permission.EVENT_CREATE)
def next_edition() -> ResponseReturnValue:
    """Suggest the edition a year later."""
    found = suggest(g.event)
    return _page(EditionForm(formdata=None, data=vars(found)))


@organiser.post("/<slug>/kopieren")
@needs(Permission.EVENT_CREATE)
def copy_edition() -> ResponseReturnValue:
    """Copy the event; then show what to check before the copy is published."""
    form = EditionForm()
    form.offer()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            slug = make_edition(g.event, form.wanted(), utc_now(), actor()).slug
    except EventFileError as error:
        return _page(form, _noted(form, error)), 422
    flash(gettext("Die nächste Ausgabe ist angelegt, als Entwurf und ohne Gäste."), "success")
    return redirect(url_for("organiser.check_edition", slug=slug), 303)


def _noted(form: EditionForm, refusal: EventFileError) -> Sequence[str]:
    others = []
    for fault in refusal.faults:
        if isinstance(fault, FileFault) and fault.place == "event.slug":
            form.slug.errors = [*form.slug.errors, fault_words(fault)]
        else:
            others.append(fault_words(fault))
    return others


def _page(form: EditionForm, refusals: Sequence[str] = ()) -> str:
    form.offer()
    return render_template(
        "organiser/event/making/edition.html", event=g.event, form=form, refusals=refusals
    )


@organiser.get("/<slug>/pruefliste")
@needs(Permission.EVENT_CHANGE)
def check_edition() -> ResponseReturnValue:
    """List what to check about a copy before it is published."""
    may_invite = may("organiser.former_exhibitors")
    former = len(list_former(g.event)) if may_invite and has_fair(g.event) else 0
    return render_template("organiser/event/making/check.html", event=g.event, former=former)
