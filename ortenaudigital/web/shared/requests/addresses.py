"""Addresses as people have them: copied with a full stop too many, or of a form that was sent."""

import re
from urllib.parse import quote

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

# What stands behind a link in a text, and what programs then take for a part of it.
_TRAILING = re.compile(r"""[\s.,;:!?)\]}>'"*_’”“»…]+$""")


def without_trailing_marks() -> ResponseReturnValue | None:
    """Send whoever has almost the right address to the right one."""
    if request.method not in ("GET", "HEAD"):
        return None
    tidy = _TRAILING.sub("", request.path)
    return _redirect(tidy) if tidy != request.path else None


def page_of_form() -> ResponseReturnValue | None:
    """Return the way to the page of a form whose own address was opened or reloaded, if any."""
    if request.method not in ("GET", "HEAD"):
        return None
    address = find_page_of_form()
    return _redirect(address) if address else None


def find_page_of_form() -> str | None:
    """Find the page on which the form of this request stands.

    Where its address has no page, it continues that of its page: `/buchung/KEY/namen` belongs to
    `/buchung/KEY`.
    """
    adapter = current_app.create_url_adapter(request)
    steps = request.path.rstrip("/").split("/")
    for length in range(len(steps), 1, -1):
        path = "/".join(steps[:length])
        for address in (path, f"{path}/"):
            if adapter is not None and adapter.test(address, "GET"):
                return address
    return None


def _redirect(path: str) -> ResponseReturnValue:
    # One slash only: with two, a browser would take what follows for a host.
    address = "/" + quote(path.lstrip("/\\"))
    query = request.query_string.decode(errors="replace")
    return redirect(f"{address}?{query}" if query else address)
