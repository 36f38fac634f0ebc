"""The headers that make browsers strict."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from flask import Flask

from ortenaudigital.web.shared.access.guards import Access, Rule

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
WsgiApp = Callable[[Environ, Any], Iterable[bytes]]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Its scripts unpack the reader of codes, run beside the page, and show the camera.
AT_THE_DOOR = {
    "script_src": "'self' 'wasm-unsafe-eval'",
    "worker_src": "'self'",
    "media_src": "'self'",
}
YEAR = 31_536_000
# Letters as mail programs show them, their styles on the elements; and the pages that frame them.
PREVIEWS = {
    *("organiser.preview_letter", "organiser.mailing_letter"),
    "organiser.fair_mailing_letter",
}
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
FRAMING = {
    *("organiser.letter_text", "organiser.save_letter_text"),
    *("organiser.mailing_preview", "organiser.fair_mailing_preview"),
}
# Bytes that came from somebody, if made anew by us: whatever they are taken for, they do nothing.
SENT_IN = {"public.picture", "public.small_picture", "public.event_photo"}
SANDBOX = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
# Made to be shown by others, beside a link to us or on a page of theirs.
SHOWN_ELSEWHERE = {
    *("public.house_picture", "public.event_picture", "public.event_photo"),
    "public.embed_script",
    *("public.embedded", "public.book_embedded"),
}
# Their views say themselves which pages may show them in a frame; what they do not say is nobody.
FRAMED = {"public.embedded", "public.book_embedded"}
POLICY_NAME = "Content-Security-Policy"
# Some of their views ask for no login: the way in, and the app that is paired later.
SECRET_ROOMS = {"door", "organiser", "security"}


def _policy(**changes: str) -> str:
    policy = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def framed_policy(origins: Collection[str]) -> str:
    """Return the policy of a page that only pages of these origins may show in a frame."""
    return _policy(frame_ancestors=" ".join(origins) or "'none'")


def init_headers(app: Flask) -> None:
    """Set the security headers on every response; call it when all views are there."""
    rules: dict[str, Rule] = app.extensions["access_rules"]
    secure = bool(app.config["SESSION_COOKIE_SECURE"])
    known = {endpoint: _headers_of(endpoint, rule, secure) for endpoint, rule in rules.items()}
    strict = StrictAnswers(app.wsgi_app, known, _headers_of("", None, secure))
    app.wsgi_app = strict  # type: ignore[method-assign]  # how Flask takes a middleware


class StrictAnswers:
    """A WSGI app whose answers carry the headers of their view, all of them made beforehand.

    Set one by one on the response, they took a seventh of a request that does nothing.
    """

    def __init__(self, app: WsgiApp, known: dict[str, Headers], otherwise: Headers) -> None:
        self._app, self._known, self._otherwise = app, known, otherwise

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""

        def start(status: str, headers: Headers, *error: Any) -> Any:
            request = environ.get("werkzeug.request")
            # Nothing is there: it may be a secret link that was mistyped.
            endpoint = (request and request.endpoint) or ""
            extra = self._known.get(endpoint, self._otherwise)
            if endpoint in FRAMED and any(name == POLICY_NAME for name, _ in headers):
                extra = [pair for pair in extra if pair[0] not in (POLICY_NAME, "X-Frame-Options")]
            if not any(name == "Cache-Control" for name, _ in headers):
                headers = [*headers, ("Cache-Control", "no-store")]
            return start_response(status, headers + extra, *error)

        return self._app(environ, start)


def _headers_of(endpoint: str, rule: Rule | None, secure: bool) -> Headers:
    room = endpoint.partition(".")[0]
    # Its view says so: an event may be called anything.
    secret = rule is not Access.PUBLIC or room in SECRET_ROOMS
    at_the_door = room == "door"
    headers = {
        POLICY_NAME: _policy_of(endpoint, at_the_door),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN" if endpoint in PREVIEWS else "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": (
            "cross-origin" if endpoint in SHOWN_ELSEWHERE else "same-origin"
        ),
        # Links to bookings are secrets: they must not travel in a Referer. `no-referrer` would say
        # even less, but with it browsers send our own forms with `Origin: null`.
        "Referrer-Policy": "strict-origin" if secret else "same-origin",
        "Permissions-Policy": f"camera={'(self)' if at_the_door else '()'}, microphone=(), "
        "geolocation=()",
    }
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    if secret:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    return list(headers.items())


def _policy_of(endpoint: str, at_the_door: bool) -> str:
    if endpoint in PREVIEWS:
        return PREVIEW_POLICY
    if endpoint in SENT_IN:
        return SANDBOX
    if endpoint in FRAMING:
        return _policy(frame_src="'self'")
    return _policy(**AT_THE_DOOR) if at_the_door else _policy()
