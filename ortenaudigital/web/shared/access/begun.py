"""What a browser has begun and not finished: for some minutes, and for one login only.

Whoever logs in next in the same browser begins anew, and so does the next login of the same person.
"""

from dataclasses import dataclass

from flask import session

from ortenaudigital.kernel.clock import utc_now


@dataclass(frozen=True)
class Begun:
    """What was begun, and when, in seconds of the epoch."""

    what: str
    at: float


def begin(name: str, login: str, what: str) -> Begun:
    """Note what a login has begun, in place of what was begun under this name before."""
    begun = Begun(what, utc_now().timestamp())
    session[name] = [login, begun.what, begun.at]
    return begun


def find_begun(name: str, login: str, seconds: float) -> Begun | None:
    """Return what this login has begun, unless it is longer ago than so many seconds."""
    if name not in session:
        return None
    of, what, at = session[name]
    return Begun(what, at) if of == login and utc_now().timestamp() - at <= seconds else None


def forget_begun(name: str) -> None:
    """Let nobody go on with it."""
    session.pop(name, None)
