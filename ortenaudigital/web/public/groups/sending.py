"""The page that only a letter leads to: it sends each person of a group their own ticket."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.groups.commands import send_to_each
from ortenaudigital.bookings.groups.queries import get_group_booking, list_addressed
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access


@public.get("/buchung/<key>/gruppe/<group_key>")
@access(Access.SECRET_LINK)
def group_sending(key: str, group_key: str) -> ResponseReturnValue:
    """Show to whom tickets would go, or that they went; looking sends nothing."""
    booking, of_group = get_group_booking(key, group_key)
    return render_template(
        "public/groups/sending.html",
        booking=booking,
        event=booking.event,
        group=of_group,
        addressed=list_addressed(booking),
        key=key,
        group_key=group_key,
        over=utc_now() >= booking.event.last_day.closes_at,
    )


@public.post("/buchung/<key>/gruppe/<group_key>")
@access(Access.SECRET_LINK)
def send_group(key: str, group_key: str) -> ResponseReturnValue:
    """Send each person their own ticket, once."""
    booking, _ = get_group_booking(key, group_key)
    if utc_now() < booking.event.last_day.closes_at and not booking.event.is_cancelled:
        with transaction():
            send_to_each(booking, utc_now())
    return redirect(url_for("public.group_sending", key=key, group_key=group_key), 303)
