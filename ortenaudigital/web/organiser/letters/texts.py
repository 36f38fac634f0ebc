"""Letters to guests: which go out, what stands in them, and how they look."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.reminders.queries import count_answers, has_answers
from ortenaudigital.event_changes.letter_texts import Which, switch, write_text
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.fair.applications.queries import has_fair
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.texts.preview import Standard, preview, standard_text
from ortenaudigital.outbox.texts.queries import (
    find_text,
    list_languages_with_text,
    switches_of,
)
from ortenaudigital.outbox.texts.registry import GuestLetter, all_kinds, get_kind
from ortenaudigital.outbox.texts.rules import (
    MOST,
    PARTS,
    LetterNeeded,
    LooseBrace,
    Text,
    UnknownKind,
    UnknownPlaceholder,
    check_placeholders,
    tidy,
)
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.forms import Form, many_lines, one_line
from ortenaudigital.web.shared.language import LANGUAGES

WRONG_TEXT = (UnknownPlaceholder, LooseBrace)


class TextForm(Form):
    """What stands in the letters of a kind, in one language."""

    subject = StringField(
        _l("Betreff"),
        [Optional(), Length(max=MOST["subject"], message=_l("Der Betreff ist zu lang."))],
        filters=[one_line],
    )
    introduction = TextAreaField(
        _l("Einleitung"),
        [Optional(), Length(max=MOST["introduction"], message=_l("Dieser Text ist zu lang."))],
        filters=[many_lines],
    )
    closing = TextAreaField(
        _l("Schluss"),
        [Optional(), Length(max=MOST["closing"], message=_l("Dieser Text ist zu lang."))],
        filters=[many_lines],
    )

    def text(self, standard: Standard) -> Text:
        """Return what was written; what is as usual is not the organisers' own."""
        written = tidy(Text(*(getattr(self, part).data or "" for part in PARTS)))
        kept = {
            part: getattr(written, part)
            for part in PARTS
            if getattr(written, part) != getattr(standard, part)
        }
        return Text(**kept)


@dataclass(frozen=True)
class Chosen:
    """Which letter is looked at."""

    name: str
    kind: GuestLetter
    language: str


def _chosen(kind: str, language: str = DEFAULT_LANGUAGE) -> Chosen:
    if language not in LANGUAGES:
        raise UnknownKind()
    return Chosen(kind, get_kind(kind), language)


@organiser.get("/<slug>/briefe")
@needs(Permission.LETTERS_READ)
def event_letters() -> ResponseReturnValue:
    """List the kinds of letters, and what was answered to reminders."""
    event = g.event
    return render_template(
        "organiser/letters/kinds.html",
        event=event,
        kinds=all_kinds(),
        on=switches_of(event.id),
        own=list_languages_with_text(event.id),
        answers=count_answers(event) if has_answers(event) else {},
        ticket_types=list_ticket_types(event),
        fair=has_fair(event),
    )


@organiser.post("/<slug>/briefe/<letter>/schalter")
@needs(Permission.LETTERS_CHANGE)
def switch_letter(letter: str) -> ResponseReturnValue:
    """Let letters of a kind go out, or none of them."""
    on = request.form.get("on") == "yes"
    try:
        with transaction():
            switch(g.event, letter, on, utc_now(), actor())
    except LetterNeeded as error:
        flash(words_of(error), "danger")
    else:
        words = gettext("Dieser Brief geht hinaus.") if on else gettext("Dieser Brief ist aus.")
        flash(words, "success")
    return redirect(url_for("organiser.event_letters", slug=g.event.slug), 303)


@organiser.get("/<slug>/briefe/<letter>/<language>")
@needs(Permission.LETTERS_READ)
def letter_text(letter: str, language: str) -> ResponseReturnValue:
    """Show what stands in the letters of a kind, and how they look."""
    chosen = _chosen(letter, language)
    standard = standard_text(letter, g.event, language)
    stored = find_text(g.event.id, letter, language)
    values = {part: getattr(stored, part) or getattr(standard, part) for part in PARTS}
    return _page(chosen, TextForm(formdata=None, data=values), standard, stored)


def _page(chosen: Chosen, form: TextForm, standard: Standard, shown: Text, **more: Any) -> str:
    event = g.event
    entries = [
        entry
        for entry in list_entries(f"event:{event.id}")
        if entry.action in ("letters.text_changed", "letters.switched")
        and entry.details.get("kind") == chosen.name
        and entry.details.get("language") in (None, chosen.language)
    ]
    return render_template(
        "organiser/letters/text.html",
        event=event,
        chosen=chosen,
        form=form,
        standard=standard,
        is_own=bool(find_text(event.id, chosen.name, chosen.language)),
        on=switches_of(event.id)[chosen.name],
        written=preview(chosen.name, event, chosen.language, shown) if shown else standard.letter,
        history=entries,
        languages_of_letters=LANGUAGES,
        **more,
    )


@organiser.post("/<slug>/briefe/<letter>/<language>")
@needs(Permission.LETTERS_CHANGE)
def save_letter_text(letter: str, language: str) -> ResponseReturnValue:
    """Store what stands in the letters of a kind; the next one says it."""
    chosen, form = _chosen(letter, language), TextForm()
    standard = standard_text(letter, g.event, language)
    text = form.text(standard)
    if not form.validate():
        return _page(chosen, form, standard, Text()), 422
    try:
        with transaction():
            write_text(g.event, Which(letter, language), text, utc_now(), actor())
    except WRONG_TEXT as error:
        return _page(chosen, form, standard, Text(), refusal=words_of(error)), 422
    flash(gettext("Der Text ist gespeichert. Der nächste Brief hat ihn."), "success")
    return _back(chosen)


def _back(chosen: Chosen) -> ResponseReturnValue:
    address = url_for(
        "organiser.letter_text", slug=g.event.slug, letter=chosen.name, language=chosen.language
    )
    return redirect(address, 303)


@organiser.post("/<slug>/briefe/<letter>/<language>/standard")
@needs(Permission.LETTERS_CHANGE)
def reset_letter_text(letter: str, language: str) -> ResponseReturnValue:
    """Bring back the usual text."""
    chosen = _chosen(letter, language)
    with transaction():
        write_text(g.event, Which(letter, language), Text(), utc_now(), actor())
    flash(gettext("Der Standardtext gilt wieder."), "success")
    return _back(chosen)


@organiser.route("/<slug>/briefe/<letter>/<language>/vorschau", methods=["GET", "POST"])
@needs(Permission.LETTERS_READ)
def preview_letter(letter: str, language: str) -> ResponseReturnValue:
    """Show a letter as mail programs do: as stored, or with the text that comes along."""
    chosen, form = _chosen(letter, language), TextForm()
    if request.method == "GET":
        return preview(letter, g.event, language, find_text(g.event.id, letter, language)).html
    text = form.text(standard_text(letter, g.event, language))
    try:
        check_placeholders(text, chosen.kind.placeholders)
    except WRONG_TEXT as error:
        return render_template("organiser/letters/no_preview.html", refusal=words_of(error)), 422
    return preview(letter, g.event, language, text).html
