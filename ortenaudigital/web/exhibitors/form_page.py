"""The page of the application form: empty, as it was sent, or as a draft has it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.drafts.commands import Typed, find_draft, save_draft
from ortenaudigital.fair.applications.drafts.links import draft_key, is_proven
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.errors import ApplicationsClosed
from ortenaudigital.fair.applications.queries import takes_applications
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import APPLICATIONS, EXHIBITOR_LETTERS
from ortenaudigital.web.exhibitors.forms import ApplicationForm
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.language import current_language

# What belongs to one showing of the form, and not to what somebody typed.
OF_THE_PAGE = frozenset(("request_id", "draft", "proof", "speichern", "logo_kept", "logo_remove"))


def new_form(event: Event) -> ApplicationForm:
    """Return an empty form."""
    form = ApplicationForm(formdata=None)
    form.ask(event, None)
    return form


def sent_form(event: Event) -> ApplicationForm:
    """Return the form as it was sent."""
    form = ApplicationForm()
    form.ask(event, request.form)
    return form


def form_of(draft: Draft, proof: str = "") -> ApplicationForm:
    """Return the form as a draft has it; nothing is judged."""
    typed = MultiDict((name, each) for name, given in draft.fields.items() for each in given)
    form = ApplicationForm(formdata=typed)
    form.ask(draft.event, typed)
    form.request_id.data = form.request_id.default()
    form.draft.data, form.proof.data = draft_key(draft.id), proof
    form.logo.data = draft.logo_id
    return form


def has_read_letter(draft: Draft, form: ApplicationForm) -> bool:
    """Say whether who sends the form has read our letter to the address in it."""
    same = address_key(draft.email) == address_key(form.email.data)
    return same and is_proven(draft, form.proof.data or "")


def keep_draft(event: Event, form: ApplicationForm) -> ResponseReturnValue:
    """Keep what was typed, right or wrong; only the address and the picture must be fine."""
    ready = form.email.validate(form)
    if not (form.logo.validate(form) and ready):
        return show_form(event, form, 422)
    known = find_draft(event, form.draft.data or "")
    fields = {name: request.form.getlist(name) for name in request.form if name not in OF_THE_PAGE}
    typed = Typed(form.email.data, current_language(), fields, form.logo.data)
    try:
        to_address = Claim(EXHIBITOR_LETTERS, form.email.data.lower())
        spend([*by_network(APPLICATIONS), to_address], utc_now())
        with transaction():
            draft = save_draft(event, known.id if known else None, typed, utc_now())
            key = draft_key(draft.id)
    except ApplicationsClosed:
        return show_form(event, form, 409)
    except TooMany as refusal:
        return *show_form(event, form, 429, words_of(refusal)), retry_after(refusal)
    return redirect(url_for("exhibitors.draft", slug=event.slug, key=key, gespeichert=1), 303)


def show_form(
    event: Event,
    form: ApplicationForm,
    status: int,
    refusal: str | None = None,
    saved: str | None = None,
) -> tuple[str, int]:
    """Show the form, or say that it is too early or too late; then its status stays."""
    now, discard_url = utc_now(), _discard_url(event, form)
    if not takes_applications(event, now):
        opens = event.applications_open_at
        early = opens is not None and now < opens and not event.is_cancelled
        page = "exhibitors/not_yet.html" if early else "exhibitors/closed.html"
        draft = bool(form.draft.data)
        return render_template(page, event=event, draft=draft, discard_url=discard_url), status
    page = render_template(
        "exhibitors/application.html",
        event=event,
        form=form,
        refusal=refusal,
        saved=saved,
        discard_url=discard_url,
        erase_at=erase_at(day.closes_at for day in event.days),
    )
    return page, status


def _discard_url(event: Event, form: ApplicationForm) -> str:
    """Return where to discard the draft, for who came by our letter."""
    key, proof = form.draft.data, form.proof.data
    if not (key and proof):
        return ""
    return url_for("exhibitors.discarding", slug=event.slug, key=key, proof=proof)
