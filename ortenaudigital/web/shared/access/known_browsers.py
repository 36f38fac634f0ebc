"""Browsers in which an account has logged in before: no stranger's tries lock them out."""

import secrets

from flask import after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

KNOWN = "known"
A_YEAR = 31_536_000


def know_browser(email: str) -> None:
    """Mark the browser of this request as one in which an account has logged in."""
    mark = _marks().dumps([email.lower(), secrets.token_hex(8)])

    @after_this_request
    def keep(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            KNOWN, mark, A_YEAR, secure=secure, httponly=True, samesite="Strict", path="/orga"
        )
        return response


def known_browser(email: str) -> str | None:
    """Return the mark of a browser in which this account has logged in before."""
    try:
        owner, mark = _marks().loads(request.cookies.get(KNOWN, ""))
    except (BadSignature, ValueError):
        return None
    return str(mark) if owner == email.strip().lower() else None


def _marks() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known browser")
