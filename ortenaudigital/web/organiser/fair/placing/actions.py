"""What is done on the page of placing: give, hold, swap, take back, undo. Each leads back to it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.models import Event
from ortenaudigital.fair.inventory.errors import UnknownSlot
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import free, give, give_all_days, hold, swap, undo
from ortenaudigital.fair.placement.errors import NotAccepted
from ortenaudigital.fair.placement.offering import offer
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.fair.placement.rules.placements import Placements
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.placing.page import address, show
from ortenaudigital.web.organiser.fair.placing.shown import next_free, whose
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.requests.values import whole_number


def _by() -> By:
    return By(utc_now(), actor())


def _slot(name: str = "slot") -> int:
    return request.form.get(name, 0, whole_number)


def _exhibitor() -> UUID:
    found = whose(request.form.get("exhibitor", ""))
    if found is None:
        raise NotAccepted()
    return found


def _attempt(
    action: Callable[[Event], str | None], leads_to: Callable[[], str]
) -> ResponseReturnValue:
    """Do something in one transaction; what is refused is said on the same page."""
    try:
        with transaction():
            said = action(g.event)
    except DomainError as error:
        return show(error)
    if said:
        flash(said, "success")
    return redirect(leads_to(), 303)


@organiser.post("/<slug>/belegung/vergeben")
@needs(Permission.FAIR_CHANGE)
def give_slot() -> ResponseReturnValue:
    """Give a slot to an exhibitor, or their stand on all days; then the next free one is shown.

    Who drags names onto slots goes on with the next name, so nothing comes before these.
    """
    seen = request.form.get("seen", "").split(",")

    def action(event: Event) -> None:
        if request.form.get("days") == "all":
            give_all_days(event, _slot(), _exhibitor(), _by(), seen)
        else:
            give(event, [_slot()], _exhibitor(), _by(), seen)

    dragged = bool(request.form.get("dragged"))
    return _attempt(action, lambda: address(None if dragged else next_free(_now(), _slot())))


def _now() -> Placements:
    return read_placements(g.event, utc_now())


@organiser.post("/<slug>/belegung/anbieten")
@needs(Permission.FAIR_CHANGE)
def offer_slot() -> ResponseReturnValue:
    """Offer a stand to who is on the wait list: they are accepted, have it, and get one letter."""
    seen = request.form.get("seen", "").split(",")

    def action(event: Event) -> str:
        if offer(event, _slot(), _exhibitor(), _by(), seen):
            return str(gettext("Angenommen, und der Brief mit dem Stand geht hinaus."))
        return str(gettext("Angenommen. Ohne E-Mail-Adresse geht kein Brief hinaus."))

    return _attempt(action, lambda: address(next_free(_now(), _slot())))


@organiser.post("/<slug>/belegung/vormerken")
@needs(Permission.FAIR_CHANGE)
def hold_slot() -> ResponseReturnValue:
    """Hold a slot for an exhibitor until the end of a date."""

    def action(event: Event) -> str:
        until = _end_of(event, request.form.get("until", ""))
        hold(event, _slot(), _exhibitor(), until, _by())
        return str(gettext("Vorgemerkt. Danach ist der Platz von selbst wieder frei."))

    return _attempt(action, lambda: address(_slot()))


def _end_of(event: Event, text: str) -> datetime:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a date has no zone
    except ValueError:
        day = (utc_now() + timedelta(days=7)).date()
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(event.timezone))


@organiser.post("/<slug>/belegung/zuruecknehmen")
@needs(Permission.FAIR_CHANGE)
def free_slot() -> ResponseReturnValue:
    """Take a slot back from who has it, or their stand on all days."""

    def action(event: Event) -> None:
        placements, exhibitor = _now(), _exhibitor()
        slots = [_slot()]
        if request.form.get("days") == "all":
            slots = _same_stand(placements, exhibitor)
        free(event, slots, exhibitor, _by())

    return _attempt(action, lambda: address(_slot()))


def _same_stand(placements: Placements, exhibitor: UUID) -> list[int]:
    slot = placements.slots.get(_slot())
    if slot is None or slot.stand is None:
        raise UnknownSlot()
    return [each.id for each in placements.of(exhibitor) if each.stand == slot.stand]


@organiser.post("/<slug>/belegung/tauschen")
@needs(Permission.FAIR_CHANGE)
def swap_slots() -> ResponseReturnValue:
    """Exchange who has two slots, on this day or on all days."""
    other, _, shown_there = request.form.get("other", "").partition(":")
    other_id = int(other) if other.isdigit() else 0
    seen = request.form.get("seen")

    def action(event: Event) -> str:
        shown = {_slot(): whose(request.form.get("shown", "")), other_id: whose(shown_there)}
        pairs = [(_slot(), other_id)]
        if request.form.get("days") == "all":
            pairs = _pairs(_now(), _slot(), other_id)
            held = _now().held
            for slot in {slot for pair in pairs for slot in pair} - shown.keys():
                shown[slot] = held[slot].exhibitor if slot in held else None
        swap(event, pairs, shown, _by(), seen.split(",") if seen is not None else [])
        return str(gettext("Getauscht."))

    return _attempt(action, lambda: address(other_id))


def _pairs(placements: Placements, one: int, other: int) -> list[tuple[int, int]]:
    first, second = placements.slots.get(one), placements.slots.get(other)
    if first is None or second is None or first.stand is None or second.stand is None:
        return [(one, other)]
    days = {each.day for each in placements.slots.values() if each.stand == first.stand}
    both = [
        (placements.slot_of(first.stand, day), placements.slot_of(second.stand, day))
        for day in sorted(days)
    ]
    return [(here, there) for here, there in both if here and there]


@organiser.post("/<slug>/belegung/rueckgaengig")
@needs(Permission.FAIR_CHANGE)
def undo_step() -> ResponseReturnValue:
    """Undo what this organiser did last."""

    def action(event: Event) -> str:
        undo(event, _by())
        return str(gettext("Rückgängig gemacht."))

    return _attempt(action, lambda: address(None))
