"""The passes of an exhibitor in the browser, and of all for organisers."""

from datetime import timedelta
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.portal.passes.queries import list_passes
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.clock import utc_now
from tests.features.bookings.test_documents import texts_of
from tests.passes import make_fair, make_holder, make_passes
from tests.web.forms import page_of, submit, text_of

ORGA = "/orga/ortenau-digital-2027/ausweise"
CLOSED = "booking_closes = 2026-01-01T00:00:00+01:00"
BAD_LISTS = [
    ("", "mindestens einen Namen"),
    ("   \n\t\n", "mindestens einen Namen"),
    ("anna@example.org", "Der Name fehlt"),
    ("Anna Berg; anna@", "Die E-Mail-Adresse stimmt nicht"),
    ("=cmd|' /C calc'!A0", "beginnt nicht mit einem Rechenzeichen"),
    ("Besuchen Sie www.boese.example", "Internet- oder E-Mail-Adresse"),
    ("A" * 81, "länger als 80 Zeichen"),
    ("Anna; Berta; Clara; Dora", "Zu viele Spalten"),
    ("\n".join(f"Anna Nummer{chr(97 + n % 26)}" for n in range(120)), "höchstens"),
]


@pytest.fixture
def holder(app: Flask) -> Exhibitor:
    with app.app_context():
        return make_holder(make_fair())


def names(app: Flask, exhibitor: Exhibitor) -> list[str]:
    with app.app_context():
        return [each.name for each in list_passes(get_exhibitor(exhibitor.id))]


def page(app: Flask, exhibitor: Exhibitor) -> str:
    with app.app_context():
        return f"/aussteller/{exhibitor_key(exhibitor.id)}/ausweise"


def test_names_are_entered_changed_and_handed_back(
    app: Flask, client: FlaskClient, holder: Exhibitor
) -> None:
    here = page(app, holder)
    portal = client.get(here.removesuffix("/ausweise"))
    assert here in portal.get_data(as_text=True)

    entered = submit(client, here, guests="Anna Berg\nClas; Ben; ben@example.org", to_each="y")
    assert entered.status_code == 303
    assert "Die Ausweise sind eingetragen" in text_of(client.get(entered.location))
    assert names(app, holder) == ["Anna Berg", "Ben Clas"]

    page_now = page_of(client.get(here))
    field = page_now.xpath("//input[@value='Ben Clas']/@name")[0]
    renamed = submit(client, here, f"{here}/namen", **{field: "Bea Clas"})
    assert renamed.status_code == 303
    assert names(app, holder) == ["Anna Berg", "Bea Clas"]

    (asks, *_) = page_now.xpath("//a[contains(@href, 'zurueckgeben')]/@href")
    assert "Anna Berg" in text_of(client.get(asks))
    assert names(app, holder) == ["Anna Berg", "Bea Clas"], "looking changes nothing"
    for _ in range(2):
        assert client.post(asks).status_code == 303
    assert names(app, holder) == ["Bea Clas"]


@pytest.mark.parametrize(("typed", "said"), BAD_LISTS)
def test_bad_lists_come_back_with_what_is_wrong(
    app: Flask, client: FlaskClient, holder: Exhibitor, typed: str, said: str
) -> None:
    answer = submit(client, page(app, holder), guests=typed)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert typed.strip()[:40] in page_of(answer).xpath("//textarea")[0].text_content()
    assert names(app, holder) == []


@pytest.mark.parametrize("name", ["", "  ", "=1+1", "www.boese.example", "x" * 81, "@anna"])
def test_bad_names_change_nothing(
    app: Flask, client: FlaskClient, holder: Exhibitor, name: str
) -> None:
    with app.app_context():
        make_passes(get_exhibitor(holder.id), "Anna Berg", utc_now())
    here = page(app, holder)
    field = page_of(client.get(here)).xpath("//input[@value='Anna Berg']/@name")[0]

    answer = submit(client, here, f"{here}/namen", **{field: name})

    assert answer.status_code == 422
    assert page_of(answer).xpath("//input[@aria-invalid='true']/@name") == [field]
    assert page_of(answer).xpath("//*[@data-error-summary]//a/@href") == [f"#{field}"]
    assert names(app, holder) == ["Anna Berg"]


def test_more_than_granted_are_refused_and_stay_typed(
    app: Flask, client: FlaskClient, holder: Exhibitor
) -> None:
    typed = "Anna Berg\nBen Clas\nCem Dogan\nDora Ernst"

    answer = submit(client, page(app, holder), guests=typed)

    assert answer.status_code == 409
    assert "Sie haben 3 Ausweise, und 3 sind noch frei" in text_of(answer)
    assert typed in page_of(answer).xpath("//textarea")[0].text_content()


def test_after_the_deadline_the_page_says_what_still_goes(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        exhibitor = make_holder(make_fair(pass_type=CLOSED))
        make_passes(exhibitor, "Anna Berg", utc_now() - timedelta(days=365))
    here = page(app, exhibitor)

    answer = client.get(here)

    assert "Die Frist für neue Ausweise ist vorbei" in text_of(answer)
    assert not page_of(answer).xpath("//textarea")
    refused = client.post(here, data={"guests": "Ben Clas", "ticket_type": "ausstellerausweis"})
    assert refused.status_code in (409, 422)
    assert names(app, exhibitor) == ["Anna Berg"]


def test_badges_come_as_pdf(app: Flask, client: FlaskClient, holder: Exhibitor) -> None:
    here = page(app, holder)
    assert client.get(f"{here}/namensschilder.pdf").status_code == 302
    with app.app_context():
        make_passes(get_exhibitor(holder.id), "Anna Berg\nBen Clas", utc_now())

    sheets = texts_of(client.get(f"{here}/namensschilder.pdf?form=a4").get_data())
    single = texts_of(client.get(f"{here}/namensschilder.pdf?form=a6").get_data())

    assert (len(sheets), len(single)) == (1, 2)
    assert "Anna Berg" in single[0]


def test_another_link_reaches_no_pass(app: Flask, client: FlaskClient, holder: Exhibitor) -> None:
    with app.app_context():
        make_passes(get_exhibitor(holder.id), "Anna Berg", utc_now())
        ticket_id = list_passes(get_exhibitor(holder.id))[0].id
        other = make_holder(get_exhibitor(holder.id).event, name="Andere")
    away = f"{page(app, other)}/{ticket_id}/zurueckgeben"

    assert client.get(away).status_code == 404
    assert client.post(away).status_code == 303
    assert names(app, holder) == ["Anna Berg"]


def test_organisers_grant_passes_and_have_badges_made(
    app: Flask, organiser: FlaskClient, holder: Exhibitor
) -> None:
    with app.app_context():
        make_passes(get_exhibitor(holder.id), "Anna Berg\nBen Clas", utc_now())
    here, field = ORGA, f"number-{holder.id}"
    for typed, status in (("1", 422), ("x", 422), ("100", 422), ("-1", 422), ("5", 303)):
        answer = submit(organiser, here, **{field: typed})
        assert answer.status_code == status, typed
        if status == 422:
            assert page_of(answer).xpath(f"//input[@name='{field}']/@value") == [typed]
    assert "2 von 5" in text_of(organiser.get(here))

    submit(organiser, here, f"{here}/namensschilder", which="all", layout="a6")
    with app.app_context():
        assert do_due(utc_now, Event())
    link = page_of(organiser.get(here)).xpath("//a[contains(@href, '.pdf')]/@href")[0]
    assert len(texts_of(organiser.get(link).get_data())) == 2


def test_badges_of_nobody_are_not_made(
    app: Flask, organiser: FlaskClient, holder: Exhibitor
) -> None:
    with app.app_context():
        make_passes(get_exhibitor(holder.id), "Anna Berg", utc_now())
    here = ORGA

    submit(organiser, here, f"{here}/namensschilder", which="chosen")

    assert "Bitte haken Sie an" in text_of(organiser.get(here))
    with app.app_context():
        assert not do_due(utc_now, Event())
