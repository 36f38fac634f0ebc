"""The order of furniture: how many of each thing, until a deadline."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.fair.portal.furniture.commands import order_furniture
from ortenaudigital.fair.portal.furniture.queries import list_furniture, orders_of
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@exhibitors.get("/aussteller/<key>/mobiliar")
@access(Access.SECRET_LINK)
def furniture(key: str) -> ResponseReturnValue:
    """Show what can be ordered, and what was."""
    return _show(visitor_of(key), {}, {})


@exhibitors.post("/aussteller/<key>/mobiliar")
@access(Access.SECRET_LINK)
def order(key: str) -> ResponseReturnValue:
    """Order so many of each thing, in the place of what was ordered before."""
    visitor, faults, wanted = changing(key), dict[str, str](), dict[str, int]()
    for thing in list_furniture(visitor.event):
        typed = request.form.get(thing.slug, "").strip() or "0"
        number = request.form.get(thing.slug, -1, whole_number) if typed != "0" else 0
        if 0 <= number <= thing.most:
            wanted[thing.slug] = number
        else:
            faults[thing.slug] = gettext(
                "Bitte geben Sie eine Zahl von 0 bis %(most)d an.", most=thing.most
            )
    if faults:
        return _show(visitor, faults, request.form), 422
    try:
        with transaction():
            changed = order_furniture(visitor.exhibitor, wanted, utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, {}, request.form, words_of(error)), status_of(error)
    return back_to("furniture", key, Notice.ORDER_SAVED if changed else Notice.NOTHING_CHANGED)


def _show(
    visitor: Visitor, faults: dict[str, str], typed: object, refusal: str | None = None
) -> str:
    closes = visitor.event.furniture_close_at
    return render_template(
        "exhibitors/portal/furniture.html",
        key=visitor.key,
        event=visitor.event,
        things=list_furniture(visitor.event),
        ordered=orders_of(visitor.exhibitor),
        faults=faults,
        typed=typed,
        refusal=refusal,
        open=closes is None or utc_now() < closes,
        notice=read_notice([Notice.ORDER_SAVED, Notice.NOTHING_CHANGED]),
    )
