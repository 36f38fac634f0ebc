"""The headers that make browsers strict."""

from flask import Flask, request
from werkzeug.wrappers import Response

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


def _policy(**changes: str) -> str:
    policy = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def init_headers(app: Flask) -> None:
    """Set the security headers on every response."""
    everywhere, door = _policy(), _policy(script_src=DOOR_SCRIPTS)
    secure = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def harden(response: Response) -> Response:
        at_the_door = request.path.startswith("/einlass")
        headers = response.headers
        headers["Content-Security-Policy"] = door if at_the_door else everywhere
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # Links to bookings are secrets: they must not travel in a Referer.
        headers["Referrer-Policy"] = "no-referrer" if _secret_path() else "same-origin"
        camera = "(self)" if at_the_door else "()"
        headers["Permissions-Policy"] = f"camera={camera}, microphone=(), geolocation=()"
        if secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if _secret_path():
            headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _secret_path() -> bool:
    return request.path.startswith(("/buchung/", "/t/", "/aussteller/", "/orga", "/einlass"))
