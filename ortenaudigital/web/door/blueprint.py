"""The blueprint that the door's views hang on."""

from flask import Blueprint

door = Blueprint("door", __name__, url_prefix="/einlass")
