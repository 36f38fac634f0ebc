"""The HTML of every kind of letter, by the validator of the W3C."""

from pathlib import Path

import pytest
from flask import Flask

from ortenaudigital.wiring import LETTERS
from tests.browser.inspector import invalid_html
from tests.factories import make_event
from tests.features.letters.every_letter import compose

pytestmark = pytest.mark.one_database("markup is the same on both")


def test_every_letter_is_valid_html(context: Flask, tmp_path: Path) -> None:
    letters = {}
    for kind in LETTERS:
        event = make_event(slug=kind.replace(".", "-").replace("_", "-"), title="Große & Schau")
        letters[kind] = compose(kind, event, "fr").html.encode()
    problems = invalid_html(letters, tmp_path)
    assert not problems, "\n".join(problems)
