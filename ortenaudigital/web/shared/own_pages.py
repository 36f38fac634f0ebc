"""The address of a page of ours as it may be told to others: without what is secret in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from ortenaudigital.web.shared.access.cross_site import own_origins
from ortenaudigital.web.shared.access.guards import Access

LEFT_OUT = "…"


@dataclass(frozen=True)
class OwnPage:
    """A page of ours: its path without secrets, and the event that its address names."""

    path: str
    slug: str | None = None


def read_page(address: str) -> OwnPage | None:
    """Read what somebody says a page is, as a path or as a whole address; None if it is not ours.

    Nobody is ever sent there: it is kept, and shown to organisers.
    """
    parts = urlsplit(address.strip())
    if parts.scheme or parts.netloc:
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        if origin not in own_origins(current_app.config["BASE_URL"], request.host):
            return None
    # Browsers take a backslash for a slash, and two slashes for another host.
    if not parts.path.startswith("/") or parts.path.startswith(("//", "/\\")):
        return None
    return _without_secrets(unquote(parts.path))


def _without_secrets(path: str) -> OwnPage:
    try:
        endpoint, values = _adapter().match(path, method="GET")
    except (HTTPException, RequestRedirect):
        # What leads nowhere may be a secret that was mistyped: its first step says enough.
        first, slash, rest = path[1:].partition("/")
        return OwnPage(f"/{first}{slash}{LEFT_OUT if rest else ''}")
    if current_app.extensions["access_rules"][endpoint] is Access.SECRET_LINK:
        return OwnPage(_masked(path, values))
    return OwnPage(path, values.get("slug"))


def _adapter() -> MapAdapter:
    # Not that of the request: one for a host that is not ours has none.
    return current_app.url_map.bind("")


def _masked(path: str, values: Mapping[str, Any]) -> str:
    for value in values.values():
        path = path.replace(str(value), LEFT_OUT)
    return path


def feedback_link(slug: str | None = None) -> str:
    """Return where something can be reported about the page in hand, which is about this event."""
    page = read_page(request.path)
    # Most addresses name their event; those behind secret links do not.
    about = None if page and page.slug else slug
    return _adapter().build("public.feedback", {"seite": page and page.path, "zu": about})


def init_own_pages(app: Flask) -> None:
    """Let templates lead to the form for reports."""
    app.jinja_env.globals.update(feedback_link=feedback_link)
