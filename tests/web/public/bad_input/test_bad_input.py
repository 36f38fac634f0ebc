"""Whatever somebody types wrongly: it is said at the field, and nothing typed is lost or stored."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import lxml.html
import pytest
from flask import Flask
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from ortenaudigital.web.shared.language import LANGUAGES
from tests.conftest import empty_tables
from tests.web.cast import contents
from tests.web.forms import page_of, values_of
from tests.web.public.bad_input.exhibitors import EXHIBITORS
from tests.web.public.bad_input.places import Place, make_place
from tests.web.public.bad_input.rows import ROWS, Row

ALL = [*ROWS, *EXHIBITORS]
FAULT = {"de": "Fehler:", "en": "Error:", "fr": "Erreur"}


@pytest.fixture(scope="module")
def place(session_app: Flask) -> Iterator[Place]:
    """Made once: every test here proves that it is as it was."""
    yield make_place(session_app)
    empty_tables(session_app)


@pytest.fixture(scope="module")
def stored(place: Place) -> list[str]:
    return contents(place.app)


def test_the_table_is_as_large_as_it_says() -> None:
    assert len(ALL) >= 90
    assert all(number == 1 for number in Counter(map(repr, ALL)).values())


def test_every_form_has_a_row(place: Place) -> None:
    assert {row.page for row in ALL} == set(place.pages)


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row.page}-{row.at}")
def test_bad_input(place: Place, stored: list[str], row: Row) -> None:
    said = {language: words(place.app, row, language) for language in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES)
    for language in LANGUAGES:
        sent, answer = send(place, row, language)
        assert answer.status_code == row.status
        page = page_of(answer)
        assert page.get("lang") == language
        assert (page.findtext(".//title") or "").startswith(FAULT[language])
        assert said[language] in said_at(page, row.at)
        assert lost(page, row.at, sent) == {}
    assert contents(place.app) == stored


def words(app: Flask, row: Row, language: str) -> str:
    """Say what a row says in a language."""
    values = {
        name: value.get(language, value["de"]) if isinstance(value, dict) else value
        for name, value in row.values.items()
    }
    with app.test_request_context(headers={"Accept-Language": language}):
        if isinstance(row.said, str):
            said = gettext(row.said, **values)
        else:
            said = ngettext(*row.said, values.pop("num"), **values)
    return " ".join(said.split())


def send(place: Place, row: Row, language: str) -> tuple[MultiDict[str, str], TestResponse]:
    """Fill in a form as somebody does who reads that language; return what was typed as well."""
    page, client = place.pages[row.page], place.app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    shown = page_of(client.get(page.shown))
    sent_to = page.sent_to or page.shown.partition("?")[0]
    form = next(each for each in shown.forms if each.method == "POST" and each.action == sent_to)
    typed = values_of(form)
    code = {"code": place.codes[row.code]} if row.code else {}
    for name, value in {**page.right, **row.sent, **code}.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    data = dict(typed.lists())
    for name in [each for each, given in typed.lists() if isinstance((given or [""])[0], bytes)]:
        data[name] = [(BytesIO(typed.pop(name)), "liste.xlsx")]
    return typed, client.post(form.action, data=data)


def said_at(page: lxml.html.HtmlElement, name: str) -> str:
    """Return what screen readers say about a field, or about the group of options it is in."""
    fields = page.xpath("//form//*[@name=$name]", name=name)
    assert fields, name
    first = fields[0]
    of_group = first.get("type") in ("radio", "checkbox") and len(fields) > 1
    told = first.xpath("ancestor::fieldset[@aria-describedby][1]")[0] if of_group else first
    assert of_group or told.get("aria-invalid") == "true"
    ids = (told.get("aria-describedby") or "").split()
    return " ".join(_text_of(page.get_element_by_id(each)) for each in ids)


def _text_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def lost(
    page: lxml.html.HtmlElement, name: str, sent: MultiDict[str, str]
) -> dict[str, tuple[list[str], list[str]]]:
    """Return what is not in the form any more as it was typed, and links that lead to no field."""
    (form,) = (each for each in page.forms if each.xpath(".//*[@name=$name]", name=name))
    there = values_of(form)
    differ = {
        each: (typed, there.getlist(each))
        for each, typed in sent.lists()
        if any(typed) and there.getlist(each) != typed
    }
    links = page.xpath("//*[@data-error-summary]//a/@href")
    dead = [link for link in links if not page.xpath("//*[@id=$id]", id=link.lstrip("#"))]
    return differ | ({"links": ([], dead)} if dead else {})
