"""Texts with marks: looked at before they are saved, and shown to guests as they looked."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.events.queries import get_event
from tests.factories import make_event
from tests.web.forms import page_of, submit

TEXT = "**Wichtig** & <b>neu</b>\r\n\r\n- eins\r\n- [zwei](https://kehl.de)"


@pytest.mark.one_database("texts are shown alike from both")
def test_a_text_is_looked_at_and_shown(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        slug = make_event().slug
    page = f"/orga/{slug}/veranstaltung/grundlagen"
    look = submit(organiser, page, **{"summary-de": TEXT, "look": "yes"})
    assert look.status_code == 200
    shown = page_of(look).xpath("//*[@class='looks stack stack--small'][@lang='de']")[0]
    assert shown.xpath(".//strong/text()") == ["Wichtig"]
    assert page_of(look).get_element_by_id("summary-de").value.strip() == TEXT.replace("\r", "")
    with app.app_context():
        assert get_event(slug).version == 1
    assert submit(organiser, page, **{"summary-de": TEXT}).status_code == 303
    public = page_of(app.test_client().get(f"/{slug}/"))
    section = public.xpath("//section[@aria-labelledby='about']")[0]
    assert section.xpath(".//ul/li/a/@href") == ["https://kehl.de"]
    assert "<b>neu</b>" in section.text_content()
    described = public.xpath("//meta[@name='description']/@content")[0]
    assert described.startswith("Wichtig & <b>neu</b>")
