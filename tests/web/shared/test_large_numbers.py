"""Large numbers are written as each language does, in sentences and beside them."""

import pytest
from flask import Flask, render_template_string

PAGE = (
    "{% from 'macros/ui.html' import stat %}{% from 'macros/office.html' import filters %}"
    "{{ stat(1520, 'Tickets', of=2000) }}{{ filters('Zustand', [('', 'Alle', 12345)], '') }}"
)

pytestmark = pytest.mark.one_database("numbers are written in Python")


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("de", ["1.520", "von 2.000", "12.345"]),
        ("en", ["1,520", "of 2,000", "12,345"]),
        ("fr", ["1\u202f520", "sur 2\u202f000", "12\u202f345"]),
    ],
)
def test_figures_are_written_as_sentences_write_them(
    app: Flask, language: str, texts: list[str]
) -> None:
    with app.test_request_context(f"/?lang={language}"):
        shown = render_template_string(PAGE)
    for text in texts:
        assert text in shown
    # For programs they stay as they are.
    assert 'value="1520"' in shown
