"""The blueprint that the public views hang on."""

from flask import Blueprint

public = Blueprint("public", __name__)
