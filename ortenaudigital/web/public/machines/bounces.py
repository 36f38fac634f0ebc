"""Where a relay reports by HTTP which letters did not arrive."""

import hmac

from flask import abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.rules import BOUNCE_REPORTS, WRONG_BOUNCE_TOKENS
from ortenaudigital.outbox.bounces.commands import note_bounce
from ortenaudigital.outbox.bounces.relays import Unreadable, read_events
from ortenaudigital.outbox.bounces.rules import Bounce, read_bounce
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.requests.serving import MOST_BODY_BYTES
from ortenaudigital.web.shared.requests.sizes import Size, takes

# A report with the headers of the letter; and many events in a list.
REPORT = Size(body=MOST_BODY_BYTES)


@public.post("/api/bounces")
@access(Access.SECRET_LINK)
@takes(REPORT)
def take_bounces() -> ResponseReturnValue:
    """Note which letters came back; say how many of them were ours, and not known to have.

    Without the token there is nothing here.
    """
    _require_token()
    spend(by_network(BOUNCE_REPORTS), utc_now())
    noted = 0
    for bounce in _read():
        with transaction():
            noted += note_bounce(bounce)
    return jsonify(noted=noted)


def _require_token() -> None:
    token = current_app.config["CONFIG"].bounce_token
    if not token or not hmac.compare_digest(_sent_token().encode(), token.encode()):
        spend(by_network(WRONG_BOUNCE_TOKENS), utc_now())
        abort(404)


def _sent_token() -> str:
    """Return the token: as a bearer has it, or as the password of an address of the page."""
    sent = request.authorization
    if sent is None:
        return ""
    return (sent.token if sent.type == "bearer" else sent.password) or ""


def _read() -> list[Bounce]:
    if request.is_json:
        try:
            return read_events(request.get_json())
        except Unreadable:
            abort(400)
    bounce = read_bounce(request.get_data())
    return [] if bounce is None else [bounce]
