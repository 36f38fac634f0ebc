"""The version of the door app, for an audience that may not know the door's package.

Audiences never import one another. So the door leaves word here of how to ask for the version when
it is registered, and the organiser's desk asks without knowing whom.
"""

from collections.abc import Callable

from flask import current_app
from flask.sansio.app import App

_KEY = "door_app_version"


def offer_app_version(app: App, ask: Callable[[], str]) -> None:
    """Say how to learn which version of the app a phone would get right now."""
    app.extensions[_KEY] = ask


def app_version() -> str:
    """Name the version of the door app that a phone would get right now."""
    ask: Callable[[], str] = current_app.extensions[_KEY]
    return ask()
