"""The headers that make browsers strict."""

from flask import Flask, request
from werkzeug.wrappers import Response

from ortenaudigital.web.shared.access.guards import Access, Rule

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
DOOR_SCRIPTS = "'self' 'wasm-unsafe-eval'"
YEAR = 31_536_000
# Some of their views ask for no login: the way in, and the app that is paired later.
SECRET_ROOMS = {"door", "organiser", "security"}


def _policy(**changes: str) -> str:
    policy = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def init_headers(app: Flask) -> None:
    """Set the security headers on every response."""
    everywhere, door = _policy(), _policy(script_src=DOOR_SCRIPTS)
    secure = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def harden(response: Response) -> Response:
        at_the_door = request.blueprint == "door"
        secret = _is_secret(app)
        headers = response.headers
        headers["Content-Security-Policy"] = door if at_the_door else everywhere
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # Links to bookings are secrets: they must not travel in a Referer. `no-referrer` would say
        # even less, but with it browsers send our own forms with `Origin: null`.
        headers["Referrer-Policy"] = "strict-origin" if secret else "same-origin"
        camera = "(self)" if at_the_door else "()"
        headers["Permissions-Policy"] = f"camera={camera}, microphone=(), geolocation=()"
        if secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if secret:
            headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _is_secret(app: Flask) -> bool:
    """Say whether a page is not for everyone. Its view says so: an event may be called anything."""
    if request.endpoint is None:
        # Nothing is there: it may be a secret link that was mistyped.
        return True
    rules: dict[str, Rule] = app.extensions["access_rules"]
    return rules.get(request.endpoint) is not Access.PUBLIC or request.blueprint in SECRET_ROOMS
