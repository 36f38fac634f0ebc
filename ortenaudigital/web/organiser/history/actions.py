"""Every action that pages have words for, so that it is found by them."""

import re
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

# Where actions are called by their words, each by its name in quotes.
_TEMPLATES = ("macros/words.html", "organiser/history/deeds.html")
_NAMED = re.compile(r"'([a-z]+\.[a-z_]+)'")
# Those whose words stand there by what follows these beginnings.
_BY_ENDING = {
    "bookings.wait_list_": (
        *("joined", "offered", "offered_by_hand", "accepted", "declined", "expired", "left"),
        *("removed", "closed", "opened", "corrected"),
    ),
    "mailings.": (
        *("begun", "changed", "dropped", "withdrawn", "paused", "resumed", "stopped"),
        *("sent", "scheduled", "tried"),
    ),
}


def known_actions() -> Iterator[str]:
    """Return the actions that pages have words for, and the kinds of letters that stand there."""
    templates = Path(current_app.root_path, current_app.template_folder or "")
    for template in _TEMPLATES:
        yield from _NAMED.findall((templates / template).read_text("utf-8"))
    for beginning, endings in _BY_ENDING.items():
        yield from (f"{beginning}{ending}" for ending in endings)
