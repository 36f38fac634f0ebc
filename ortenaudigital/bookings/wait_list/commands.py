"""Join the wait list and leave it: inside one transaction of the caller.

Rows are locked in the order of `events/places`, and entries last of all: ticket types, holds,
quotas, entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.bookings.access.uses import check_right, columns_of, take_back_refusal
from ortenaudigital.bookings.errors import NotBookable
from ortenaudigital.bookings.holds.commands import release_holds
from ortenaudigital.bookings.queries import get_offer
from ortenaudigital.bookings.rules import (
    HOLDER,
    Offer,
    Right,
    check_address,
    check_offer,
    for_invited,
)
from ortenaudigital.bookings.wait_list.errors import NotWaiting, PlacesLeft, WaitListClosed
from ortenaudigital.bookings.wait_list.letters import ALREADY, ENDED, JOINED
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import find_open, get_entry, is_known
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Quota, TicketType, draws_on
from ortenaudigital.events.rules import DEFAULT_LANGUAGE, text_in
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent, row_count
from ortenaudigital.kernel.sealed import SealedId, seal
from ortenaudigital.limits.commands import Claim, refuse_unless, take_each
from ortenaudigital.limits.rules import WAIT_LIST_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

AT_ONCE = Sending(Priority.HIGH)


@dataclass(frozen=True)
class WaitRequest:
    """What somebody waits for. `request_id` is new for each form shown, the same for a repeat."""

    request_id: UUID
    ticket_type: str
    number: int
    first_name: str
    last_name: str
    email: str
    language: str
    # By what they may have places, if not everyone may.
    right: Right | None = None

    @property
    def mailbox(self) -> str:
        """Return the address as it is compared."""
        return self.email.lower()


def join(event: str, request: WaitRequest, now: datetime, network: Sequence[Claim] = ()) -> None:
    """Put somebody on the wait list of a ticket type, and write to them.

    The same request again does nothing more. Who is on it already stays where they are, and is told
    so by letter only, since whoever asks may be a stranger. A right is used only by who books;
    whether an address is under a domain is proved by the letter. Raises what `check_offer` and
    `check_right` raise, TooMany, WaitListClosed, or PlacesLeft.
    """
    request_id = _sealed_id(event, request)
    if is_known(request_id):
        return
    offer = _check(event, request, now)
    if request.right is not None:
        check_right(request.right, request.number, now)
    claims = [*network, Claim(WAIT_LIST_LETTERS, request.mailbox)]
    refuse_unless(claims, take_each(claims, now), now)
    ticket_type = _lock_places(offer.ticket_type_id)
    # It may have been called off, or changed, until we had it.
    _check(event, request, now)
    if not ticket_type.wait_list_open:
        raise WaitListClosed()
    if request.number <= ticket_type.left:
        raise PlacesLeft()
    entry_id = uuid4()
    if insert_if_absent(WaitListEntry, _values(entry_id, ticket_type, request_id, request, now)):
        more = {"event_id": ticket_type.event_id, "number": request.number}
        record("bookings.wait_list_joined", entry_id, HOLDER, now, **more)
        if request.right is not None:
            take_back_refusal(request.right, now)
        enqueue(JOINED, about(entry_id, ticket_type), now, AT_ONCE)
        return
    known = find_open(ticket_type.id, request.mailbox)
    # If it is none, the same form was sent twice at the same moment.
    if known is not None and not is_known(request_id):
        enqueue(ALREADY, about(known, ticket_type), now, AT_ONCE)


def _check(event: str, request: WaitRequest, now: datetime) -> Offer:
    """Return what is offered of the type, if it is offered to who asks."""
    offer = get_offer(event, request.ticket_type)
    check_offer(offer, request.number, now, request.right, request.email)
    # How many it has booked already is nothing that a stranger may find out.
    most = for_invited(offer, request.right).max_per_address
    check_address(most, 0, request.number)
    return offer


def _lock_places(ticket_type_id: int) -> TicketType:
    """Lock a ticket type and what it draws on, so that no place comes free meanwhile."""
    ticket_type = find_and_lock(TicketType, ticket_type_id)
    if ticket_type is None:
        raise NotBookable()
    quotas = (
        select(Quota)
        .join(draws_on, draws_on.c.quota_id == Quota.id)
        .where(draws_on.c.ticket_type_id == ticket_type_id)
        .order_by(Quota.id)
        .with_for_update(of=Quota, key_share=True)
    )
    db.session.scalars(quotas.execution_options(populate_existing=True)).all()
    return ticket_type


def _sealed_id(event: str, request: WaitRequest) -> SealedId:
    asked_for = (event, request.ticket_type, request.number)
    right = request.right
    by = (right.way, str(right.id or "")) if right else ()
    who = (request.first_name, request.last_name, request.mailbox, *by)
    return seal("wait list form", request.request_id, *asked_for, *who)


def _values(
    entry_id: UUID,
    ticket_type: TicketType,
    request_id: SealedId,
    request: WaitRequest,
    now: datetime,
) -> dict[str, object]:
    return {
        "id": entry_id,
        "ticket_type_id": ticket_type.id,
        "number": request.number,
        "request_id": request_id,
        "key_hash": fingerprint(entry_key(entry_id)),
        "language": request.language,
        "first_name": request.first_name,
        "last_name": request.last_name,
        "email": request.email,
        "mailbox": request.mailbox,
        "state": EntryState.WAITING,
        "created_at": now,
        "passed_over": 0,
        **columns_of(request.right),
    }


def about(entry_id: UUID, ticket_type: TicketType) -> About:
    """Say what a letter to somebody who waits is about; the name of the type names nobody."""
    label = text_in(ticket_type.title, DEFAULT_LANGUAGE)
    return About(entry_id, label, ticket_type.event_id)


def leave(
    entry_id: UUID,
    now: datetime,
    state: EntryState = EntryState.LEFT,
    actor: str = HOLDER,
    reason: str = "",
) -> None:
    """Take somebody off the list, as `state` says; what is held for them is given back.

    Raises NotWaiting for who is off it already, or has booked.
    """
    # Whoever is offered places in this very moment is read once more, with the offer.
    for _ in range(2):
        entry = get_entry(entry_id)
        db.session.refresh(entry)
        if entry.is_offered and entry.hold_id and not release_holds([entry.hold_id], now):
            raise NotWaiting()
        if entry.state in (EntryState.WAITING, EntryState.OFFERED) and end(entry, state, now):
            details = {"reason": reason} if reason else {}
            event_id = entry.ticket_type.event_id
            record(
                f"bookings.wait_list_{state}", entry_id, actor, now, event_id=event_id, **details
            )
            enqueue(ENDED, about(entry_id, entry.ticket_type), now, AT_ONCE)
            return
    raise NotWaiting()


def end(entry: WaitListEntry, state: EntryState, now: datetime) -> bool:
    """Note what became of somebody, unless it changed since they were read."""
    guarded = (
        update(WaitListEntry)
        .where(WaitListEntry.id == entry.id, WaitListEntry.state == entry.state)
        .values(state=state, ended_at=now)
    )
    return row_count(connection().execute(guarded)) == 1


def open_list(ticket_type: TicketType, *, is_open: bool, now: datetime, actor: str) -> None:
    """Let more people join the wait list of a ticket type, or none; who is on it stays."""
    locked = find_and_lock(TicketType, ticket_type.id)
    if locked is None or locked.wait_list_open == is_open:
        return
    locked.wait_list_open = is_open
    word = "opened" if is_open else "closed"
    subject = f"event:{locked.event_id}"
    where = {"event_id": locked.event_id}
    more = {"ticket_type": locked.slug, **from_to({"open": not is_open}, {"open": is_open})}
    record(f"bookings.wait_list_{word}", subject, actor, now, **where, **more)
