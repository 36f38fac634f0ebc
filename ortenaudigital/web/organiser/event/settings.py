"""Settings of booking and letters that stood in the file of the event alone."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.event_changes.settings import CHANGED, change_settings, subject_of
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import ProofOfWork
from ortenaudigital.events.sections.booking import MOST_ORIGINS
from ortenaudigital.events.versions import FieldChange
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.forms.faults import note
from ortenaudigital.web.organiser.event.forms.fields import EMPTY, LinesField, wanted_of
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.forms import Form, one_line
from ortenaudigital.web.shared.requests.values import WholeField, whole_number

MOST_SHOWN = 10


class SettingsForm(Form):
    """What can be set: shape only; the sections of the event judge it."""

    version = HiddenField()
    reminder_days = WholeField(_l("Erinnerung so viele Tage vorher"), [InputRequired(EMPTY)])
    feedback_url = StringField(_l("Adresse der Umfrage"), filters=[one_line])
    offer_hours = WholeField(
        _l("Frist für ein Angebot von der Warteliste, in Stunden"), [InputRequired(EMPTY)]
    )
    proof_of_work = RadioField(
        _l("Schutz vor automatischen Buchungen"),
        [InputRequired(EMPTY)],
        choices=[
            SelectChoice(
                ProofOfWork.AUTO, _l("Von selbst, sobald Anfragen nach Programmen aussehen")
            ),
            SelectChoice(ProofOfWork.ALWAYS, _l("Immer")),
            SelectChoice(ProofOfWork.NEVER, _l("Nie")),
        ],
    )
    embed_on = LinesField(_l("Seiten, die das Buchungsformular zeigen dürfen"))

    @classmethod
    def of(cls, event: Event) -> "SettingsForm":
        """Return the form as the event is set."""
        return cls(
            formdata=None,
            data={
                "version": event.version,
                "reminder_days": event.reminder_days,
                "feedback_url": event.feedback_url,
                "offer_hours": event.offer_hours,
                "proof_of_work": event.proof_of_work,
                "embed_on": event.embed_on,
            },
        )


@organiser.get("/<slug>/einstellungen")
@needs(Permission.EVENT_CHANGE)
def settings() -> ResponseReturnValue:
    """Show how booking and letters are set, and who changed it when."""
    return _page(SettingsForm.of(g.event))


def _page(
    form: SettingsForm, refusals: Sequence[str] = (), changes: Sequence[FieldChange] = ()
) -> str:
    entries = list_entries(subject_of(g.event))
    return render_template(
        "organiser/event/settings.html",
        event=g.event,
        form=form,
        most_origins=MOST_ORIGINS,
        refusals=refusals,
        changes=changes,
        entries=[each for each in entries if each.action == CHANGED][-MOST_SHOWN:],
    )


@organiser.post("/<slug>/einstellungen")
@needs(Permission.EVENT_CHANGE)
def change_event_settings() -> ResponseReturnValue:
    """Set booking and letters anew."""
    form, slug = SettingsForm(), g.event.slug
    if not form.validate():
        return _page(form), 422
    try:
        version = whole_number(form.version.data or "")
    except ValueError:
        version = 0
    try:
        with transaction():
            changed = change_settings(slug, wanted_of(form), version, utc_now(), actor())
    except ChangedMeanwhile as error:
        # Who has seen what changed, and sends it again, means it.
        form.version.data = str(get_event(slug).version)
        return _page(form, [words_of(error)], error.changes), 409
    except EventFileError as error:
        return _page(form, note(form, error, "event")), 422
    words = gettext("Die Einstellungen sind gespeichert.")
    flash(words if changed else gettext("Es war schon so: Es wurde nichts geändert."), "success")
    return redirect(url_for("organiser.settings", slug=slug), 303)
