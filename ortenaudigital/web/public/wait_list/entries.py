"""The page of somebody who waits, behind their secret link."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.wait_list.commands import leave
from ortenaudigital.bookings.wait_list.errors import NotWaiting, UnknownEntry
from ortenaudigital.bookings.wait_list.links import join_url
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import count_ahead, get_entry_by_key, is_right_gone
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import CHANGES
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.settling import settle_now
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.refusals import words_of


@public.get("/<slug>/warteliste/<entry_key>")
@access(Access.SECRET_LINK)
def wait_list_entry(slug: str, entry_key: str) -> ResponseReturnValue:
    """Show how somebody who waits stands, and let them leave."""
    return entry_page(_entry(slug, entry_key), entry_key)


@public.post("/<slug>/warteliste/<entry_key>/verlassen")
@access(Access.SECRET_LINK)
def leave_wait_list(slug: str, entry_key: str) -> ResponseReturnValue:
    """Take somebody off the list."""
    entry = _entry(slug, entry_key)
    spend([Claim(CHANGES, str(entry.id))], utc_now())
    try:
        with transaction():
            leave(entry.id, utc_now())
    except NotWaiting as error:
        return entry_page(_entry(slug, entry_key), entry_key, words_of(error)), 409
    settle_now(entry.event.id)
    return redirect(url_for("public.wait_list_entry", slug=slug, entry_key=entry_key), 303)


def _entry(slug: str, key: str) -> WaitListEntry:
    entry = get_entry_by_key(key)
    if entry.event.slug != slug:
        raise UnknownEntry()
    return entry


def entry_page(entry: WaitListEntry, key: str, refusal: str | None = None) -> str:
    """Say how an entry stands."""
    return render_template(
        "public/wait_list/entry.html",
        entry=entry,
        event=entry.event,
        key=key,
        booking_key=booking_key(entry.booking_id) if entry.booking_id else None,
        # The round of the worker that says so may be some seconds away.
        late=entry.is_offered and entry.hold is not None and entry.hold.until <= utc_now(),
        ahead=count_ahead(entry),
        join_url=join_url(entry),
        right_gone=is_right_gone(entry, utc_now()),
        refusal=refusal,
    )
