"""Answers for machines, which carry a mark: whoever asks must be able to tell them from others.

Hotspots and gateways answer in our place, with JSON and any status. A phone at the door believes
only what has the mark and the shape of what it asked for.
"""

from typing import Any

from flask import Response, jsonify

SERVICE = "ortenaudigital"


def machine_answer(**content: Any) -> Response:
    """Return content as JSON with our mark."""
    return jsonify(service=SERVICE, **content)
