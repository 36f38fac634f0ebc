"""Every request that may change something is asked where it comes from: once, here.

Other people's pages can make a visitor's browser send us a form, and the browser adds the cookie of
a login to it. But it also says where the form was, in `Sec-Fetch-Site`; browsers older than that
(Safari before 16.4), and all of them on plain http, say it in `Origin`. So public pages need no
session and no token against forged forms. The organisers' forms carry theirs as well.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from flask import current_app, request

from ortenaudigital.kernel.addresses import ascii_host
from ortenaudigital.kernel.errors import N_, DomainError
from ortenaudigital.kernel.extensions import csrf

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Not `same-site`: what else the town serves below its domain is not ours.
OWN_SITES = frozenset({"same-origin", "none"})
ALL_SITES = OWN_SITES | {"same-site", "cross-site"}
USUAL_PORTS = {"http": ":80", "https": ":443"}

log = logging.getLogger(__name__)


class ForeignRequest(DomainError):
    """A page that is not ours may have made this browser send what it sent."""

    code = "cross_site"
    message = N_(
        "Ihr Browser hat nicht bestätigt, dass dieses Formular von unserer Seite kommt. "
        "Zu Ihrem Schutz wurde nichts geändert."
    )


@dataclass(frozen=True)
class Sender:
    """What a request says about where it comes from, and what it may be allowed by."""

    site: str | None
    origin: str | None
    has_session: bool
    bears_token: bool


def is_own(sender: Sender, origins: Collection[str]) -> bool:
    """Say whether a request comes from our own pages, or from no page at all.

    `origins`: ours, as `own_origins` writes them. No browser adds a bearer token by itself, and no
    foreign page may: who sends one means it. Without a session there is nothing to borrow.
    """
    if sender.bears_token:
        return True
    if sender.site is not None:
        return sender.site in OWN_SITES
    if sender.origin is not None:
        return sender.origin.lower() in origins
    return not sender.has_session


def own_origins(base_url: str, host: str) -> frozenset[str]:
    """Return the origins of our pages: that of the shop, and the host that was asked for.

    A proxy may end TLS or put its own host in front, so the scheme of the request says nothing; but
    a shop that is reached by https is never asked from an unprotected page.
    """
    base = _origin(base_url)
    schemes = ("https",) if base.startswith("https:") else ("http", "https")
    return frozenset({base, *(_plain(scheme, host.lower()) for scheme in schemes)})


# To write a host in ASCII takes a twentieth of a scan, and the shop has one.
@cache
def _origin(url: str) -> str:
    """Write the origin of an address as browsers do: ASCII, lower case, without the usual port."""
    parts = urlsplit(url)
    host = ascii_host(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    return _plain(parts.scheme, f"{host}:{parts.port}" if parts.port else host)


def _plain(scheme: str, host: str) -> str:
    return f"{scheme}://{host.removesuffix(USUAL_PORTS[scheme])}"


def refuse_foreign(wants_token: bool) -> None:
    """Ask an unsafe request where it comes from, whatever it is for. Raises ForeignRequest.

    `wants_token`: the form must carry the token of its session as well. Raises CSRFError.
    """
    sender = _sender()
    if not is_own(sender, own_origins(current_app.config["BASE_URL"], request.host)):
        _note(sender)
        raise ForeignRequest()
    if wants_token and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()


def _sender() -> Sender:
    scheme = request.headers.get("Authorization", "").partition(" ")[0]
    return Sender(
        site=request.headers.get("Sec-Fetch-Site"),
        origin=request.headers.get("Origin"),
        # Phones send none, and even so cookies would be looked for.
        has_session="HTTP_COOKIE" in request.environ
        and current_app.config["SESSION_COOKIE_NAME"] in request.cookies,
        bears_token=scheme.lower() == "bearer",
    )


def _note(sender: Sender) -> None:
    # What a stranger has written stands in no log: neither an address nor a header.
    site = sender.site if sender.site is None or sender.site in ALL_SITES else "another word"
    origin = "none" if sender.origin is None else "null" if sender.origin == "null" else "foreign"
    log.warning(
        "%s %s refused: Sec-Fetch-Site %s, Origin %s",
        request.method,
        request.endpoint,
        site or "none",
        origin,
    )
