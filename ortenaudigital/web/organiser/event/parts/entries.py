"""The pages of parts that an event has several of: days, ticket types, their questions, quotas."""

from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.commands import Edit
from ortenaudigital.event_changes.parts import entries_of
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.forms.base import PartForm, free_name
from ortenaudigital.web.organiser.event.parts.editing import Page, store, stored
from ortenaudigital.web.organiser.event.parts.registry import KINDS, Kind
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.answers.refusals import fault_words, words_of
from ortenaudigital.web.shared.language import short_date, texts
from ortenaudigital.web.shared.requests.sizes import PART, takes
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/<slug>/veranstaltung/<section>/eintrag/<entry>")
@needs(Permission.EVENT_CHANGE)
def event_entry(section: str, entry: str) -> ResponseReturnValue:
    """Show one of several entries, such as a ticket type, to be changed."""
    found = _kind(section)
    entries, index = _find(found, entry)
    return _page(found, entries, index).stored(entries[index])


@organiser.post("/<slug>/veranstaltung/<section>/eintrag/<entry>")
@needs(Permission.EVENT_CHANGE)
@takes(PART)
def change_event_entry(section: str, entry: str) -> ResponseReturnValue:
    """Change one of several entries; the others stay as they are."""
    found = _kind(section)
    entries, index = _find(found, entry)

    def edit(form: PartForm) -> Edit:
        changed = [*entries]
        changed[index] = entries[index] | form.wanted()
        return Edit(found.section, changed, form.shown_version)

    prefix = f"{found.prefix}[{index}]"
    return _page(found, entries, index).sent(prefix, edit, found.name)


@organiser.get("/<slug>/veranstaltung/<section>/neu")
@needs(Permission.EVENT_CHANGE)
def new_event_entry(section: str) -> ResponseReturnValue:
    """Show an empty entry, with what is usual."""
    return _new_page(_kind(section)).stored(_usual(section))


@organiser.post("/<slug>/veranstaltung/<section>/neu")
@needs(Permission.EVENT_CHANGE)
@takes(PART)
def add_event_entry(section: str) -> ResponseReturnValue:
    """Add an entry; it gets a name out of its German text, unless one was typed."""
    found = _kind(section)
    entries = entries_of(file_of(g.event), found.section)

    def edit(form: PartForm) -> Edit:
        wanted = form.wanted()
        if not wanted.get(found.key):
            taken = [str(each[found.key]) for each in entries]
            wanted[found.key] = free_name(str(wanted["title"]["de"]), taken)
        return Edit(found.section, _in_order(found, [*entries, wanted]), form.shown_version)

    return _new_page(found).sent(f"{found.prefix}[{len(entries)}]", edit, found.name)


@organiser.post("/<slug>/veranstaltung/<section>/eintrag/<entry>/<deed>")
@needs(Permission.EVENT_CHANGE)
def move_event_entry(section: str, entry: str, deed: str) -> ResponseReturnValue:
    """Take an entry away, or put it before the one above it."""
    found = _kind(section)
    entries, index = _find(found, entry)
    if deed not in ("entfernen", "hoch") or found.new is None:
        abort(404)
    home = url_for("organiser.parts", slug=g.event.slug, _anchor=found.name)
    taken = entries.pop(index)
    if deed == "hoch":
        entries.insert(max(index - 1, 0), taken)
    elif found.key == "date" and _is_admitted_to(entry):
        words = gettext(
            "Ticketarten gelten noch für diesen Tag. Nehmen Sie ihn zuerst dort heraus."
        )
        flash(words, "error")
        return redirect(home, 303)
    version = request.form.get("version", 0, whole_number)
    try:
        outcome = store(Edit(found.section, entries, version))
    except ChangedMeanwhile as error:
        flash(words_of(error), "error")
    except EventFileError as error:
        for fault in dict.fromkeys(map(fault_words, error.faults)):
            flash(fault, "error")
    else:
        return stored(outcome, found.name)
    return redirect(home, 303)


def _is_admitted_to(day: str) -> bool:
    types = list_ticket_types(g.event)
    return any(day == each.date.isoformat() for ticket_type in types for each in ticket_type.days)


def _kind(name: str) -> Kind:
    return KINDS.get(name) or abort(404)


def _find(kind: Kind, entry: str) -> tuple[list[dict[str, Any]], int]:
    entries = entries_of(file_of(g.event), kind.section)
    keys = [str(each[kind.key]) for each in entries]
    return (entries, keys.index(entry)) if entry in keys else abort(404)


def _in_order(kind: Kind, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda each: str(each["date"])) if kind.key == "date" else entries


def _usual(section: str) -> dict[str, Any]:
    days = [day.date for day in g.event.days]
    return {"admits_to": days} if section == "ticketarten" else {}


def _page(kind: Kind, entries: list[dict[str, Any]], index: int) -> Page:
    entry = entries[index]
    key = str(entry[kind.key])
    about = {"slug": g.event.slug, "section": kind.name, "entry": key}
    name = texts(entry["title"] or {}) or (short_date(entry["date"]) if kind.key == "date" else key)
    title = gettext("%(kind)s: %(name)s", kind=kind.title, name=name)
    more = {"action": url_for("organiser.change_event_entry", **about), "part": kind}
    more["drop"] = url_for("organiser.move_event_entry", **about, deed="entfernen")
    return Page(kind.form, title, more)


def _new_page(kind: Kind) -> Page:
    if kind.new is None:
        abort(404)
    action = url_for("organiser.add_event_entry", slug=g.event.slug, section=kind.name)
    return Page(kind.new, kind.fresh, {"action": action, "part": kind})
