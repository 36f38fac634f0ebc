"""What no browser sends: forged choices, ids of others, and a draft of a form full of faults."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.models import Exhibitor
from tests.factories import make_event
from tests.web.exhibitors.test_application_form import ASKED, FIELDS, FORM, number, saved
from tests.web.forms import page_of, submit

BROKEN: dict[str, Any] = {
    **{"name": "Rebsensor", "kind": "circus", "days": "99999", "power": "viel", "passes": "zwei"},
    **{"width": "breit", "depth": "-1", "website": "kein Link", "terms": "vielleicht"},
    **{"q_aussteller_messebau": "maybe", "description": "x" * 1500, "phone": "0" * 99},
}
FORGED = [
    ("kind", "START_UP"),
    ("power", "1"),
    ("power", "٢٠٠٠"),
    ("power", "9" * 40),
    ("passes", "1e1"),
    ("passes", "9" * 40),
    ("days", "0"),
    ("days", "-1"),
    ("q_aussteller_messebau", "maybe"),
    ("q_aussteller_messebau", "yes no"),
    ("request_id", "keine"),
    ("logo_kept", "3f0a1d52-7c4e-4b69-9d21-8e5f60a7b913"),
]


@pytest.fixture(autouse=True)
def _asking(app: Flask) -> None:
    with app.app_context():
        make_event(settings=ASKED)


@pytest.mark.parametrize(("name", "typed"), FORGED)
def test_a_forged_choice_is_refused_and_stores_nothing(
    app: Flask, client: FlaskClient, name: str, typed: str
) -> None:
    right = FIELDS | {"q_aussteller_messebau": "no", "terms": "y"}
    answer = submit(client, FORM, **(right | {name: typed}))
    assert answer.status_code == 422
    assert page_of(answer).xpath("//input[@name='name']/@value") == [FIELDS["name"]]
    assert number(app, Exhibitor) == 0


@pytest.mark.parametrize("name", ["request_id", "draft", "proof", "logo_kept"])
def test_a_draft_of_a_form_full_of_faults_is_kept_as_it_was_typed(
    app: Flask, client: FlaskClient, name: str
) -> None:
    answer = saved(client, **BROKEN, **{name: "kaputt"})
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.status_code == 200
    shown = page_of(page)
    for field in ("name", "width", "depth", "passes", "phone"):
        assert shown.xpath(f"//input[@name='{field}']/@value") == [BROKEN[field]], field
    assert not shown.xpath("//*[@aria-invalid='true']")
    # What is no choice is chosen nowhere, and nothing is sent as an application by it.
    assert not shown.xpath("//input[@name='kind' and @checked]")
    assert not shown.xpath("//input[@name='days' and @checked]")
    assert number(app, Draft) == 1
    sent = submit(client, answer.location, FORM)
    assert sent.status_code == 422
    assert number(app, Exhibitor) == 0


def test_a_draft_without_an_address_says_so_and_loses_nothing(
    app: Flask, client: FlaskClient
) -> None:
    answer = saved(client, **(BROKEN | {"email": ""}))
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.xpath("//a[starts-with(@href, '#email')]")
    assert page.xpath("//input[@name='width']/@value") == ["breit"]
    assert number(app, Draft) == 0
