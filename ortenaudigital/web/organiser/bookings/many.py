"""Do something to many bookings: look at what would come of it, begin it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from werkzeug.datastructures import MultiDict

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.bulk.commands import Move, Wanted, begin
from ortenaudigital.bookings.bulk.errors import OtherNumber
from ortenaudigital.bookings.bulk.preview import Meant, Preview, preview
from ortenaudigital.bookings.bulk.rules import Deed
from ortenaudigital.bookings.lists.pages import select_meant
from ortenaudigital.bookings.lists.rules import Selection, read_selection
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.notes.commands import LONGEST_REASON
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.changes.tickets import offered_types
from ortenaudigital.web.organiser.bookings.list_filters import fields_of, filters_of_stored
from ortenaudigital.web.shared.access.guards import actor, has, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.forms import one_line
from ortenaudigital.web.shared.requests.values import whole_number

# All of a selection are meant only if somebody says so: never because nothing is ticked.
ALL = "alle"


@dataclass(frozen=True)
class Asked:
    """What a page or a form asks for: what is done, to whom, and to which type tickets move."""

    deed: Deed | None
    everybody: bool
    ticked: list[UUID]
    selection: Selection
    kind: TicketType | None

    @property
    def meant(self) -> Select[UUID]:
        """Select who is meant: nothing that is of another event."""
        if self.everybody:
            filters = filters_of_stored(g.event, fields_of(g.event), self.selection.chosen)
            return select_meant(g.event, filters, self.selection.words)
        return select(Booking.id).where(Booking.event_id == g.event.id, Booking.id.in_(self.ticked))

    @property
    def complete(self) -> bool:
        """Say whether it is known what shall be done, and that somebody is meant."""
        known = self.kind is not None if self.deed is Deed.MOVE else self.deed is not None
        return known and (self.everybody or bool(self.ticked))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def sent_id(values: MultiDict[str, str]) -> UUID:
    """Return the id of a form, which makes it harmless to send it again."""
    return _uuid(values.get("request_id", "")) or uuid4()


def _asked(values: MultiDict[str, str]) -> Asked:
    # Without one nothing is done: never what somebody did not ask for.
    deed = {each.value: each for each in Deed}.get(values.get("deed", ""))
    kinds = {each.slug: each for each in offered_types()} if deed is Deed.MOVE else {}
    return Asked(
        deed=deed,
        everybody=values.get("wer") == ALL,
        ticked=[found for each in values.getlist("booking") if (found := _uuid(each))],
        selection=read_selection(values.get("selection", "")),
        kind=kinds.get(values.get("ziel", "")),
    )


@organiser.get("/<slug>/buchungen/viele")
@needs(Permission.BOOKINGS_CHANGE)
def many() -> ResponseReturnValue:
    """Say to how many something would be done, to which not and why, and show the first."""
    return _page(_asked(request.args))


def _page(asked: Asked, refusal: str = "") -> str:
    return render_template(
        "organiser/bookings/many.html",
        event=g.event,
        asked=asked,
        types=offered_types() if asked.deed is Deed.MOVE else [],
        preview=_preview(asked),
        request_id=uuid4(),
        refusal=refusal,
        may_exceed=has(Permission.PLACES_EXCEED),
    )


def _preview(asked: Asked) -> Preview | None:
    if not asked.complete or asked.deed is None:
        return None
    return preview(asked.deed, Meant(g.event, asked.meant), utc_now(), asked.kind)


@organiser.post("/<slug>/buchungen/viele")
@needs(Permission.BOOKINGS_CHANGE)
def begin_many() -> ResponseReturnValue:
    """Settle to whom something is done, and leave it to the worker."""
    values, asked = request.form, _asked(request.form)
    if not asked.complete or asked.deed is None:
        return _page(asked), 422
    number = values.get("number", 0, whole_number) or 0
    move = Move(asked.kind, _reason(values)) if asked.kind else None
    wanted = Wanted(asked.deed, asked.meant, number, sent_id(values), move)
    try:
        with transaction():
            run_id = begin(g.event, wanted, utc_now(), actor())
    except OtherNumber as error:
        return _page(asked, words_of(error)), 409
    return redirect(url_for("organiser.many_run", slug=g.event.slug, run_id=run_id), 303)


def _reason(values: MultiDict[str, str]) -> str:
    """Return why extra places may be added, if whoever says so may."""
    given = one_line(values.get("reason", "")) or ""
    return given[:LONGEST_REASON] if has(Permission.PLACES_EXCEED) else ""
