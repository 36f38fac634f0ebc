"""The blueprint that the door's views hang on."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from ortenaudigital.web.door.shell import shell_version
from ortenaudigital.web.shared.answers.app_version import offer_app_version

door = Blueprint("door", __name__, url_prefix="/einlass")


@door.record_once
def offer(state: BlueprintSetupState) -> None:
    """Let the other audiences learn the version of the app."""
    offer_app_version(state.app, shell_version)
