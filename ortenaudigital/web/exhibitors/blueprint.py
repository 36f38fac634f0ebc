"""The blueprint that the exhibitors' views hang on."""

from flask import Blueprint

exhibitors = Blueprint("exhibitors", __name__)
