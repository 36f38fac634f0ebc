"""The picture of an event: chosen, described, shown where guests look, replaced and removed."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from ortenaudigital.audit.models import Entry
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.pictures.models import Picture
from ortenaudigital.pictures.worker import drop_unused
from tests.factories import make_event
from tests.samples_of_pictures import gif_that_is_a_script, jpeg, png, with_exif
from tests.web.forms import page_of, submit, text_of

SEEN = "Menschen vor der Illenau"
WIDE = jpeg((2400, 1600))
pytestmark = pytest.mark.one_database("what is uploaded and shown is alike on both")


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return make_event().slug


def send(
    client: FlaskClient, slug: str, content: bytes | None = None, **typed: Any
) -> TestResponse:
    if content is not None:
        typed["picture"] = (io.BytesIO(content), "foto.jpg")
    return submit(client, f"/orga/{slug}/veranstaltung/bild", **typed)


def stored(app: Flask, slug: str) -> tuple[UUID | None, dict[str, str], int]:
    with app.app_context():
        event = get_event(slug)
        return event.picture_id, event.picture_alt, event.version


def shown_on(client: FlaskClient, address: str) -> Any:
    return page_of(client.get(address)).xpath("//main//img[@class='event-picture']")


def test_a_picture_is_shown_with_its_words_and_no_shift(
    app: Flask, client: FlaskClient, organiser: FlaskClient, slug: str
) -> None:
    assert shown_on(client, f"/{slug}/") == []
    words = {"picture_alt-de": SEEN, "picture_alt-fr": "Des gens"}
    assert send(organiser, slug, WIDE, **words).status_code == 303
    picture_id, alt, version = stored(app, slug)
    assert picture_id
    assert (alt, version) == ({"de": SEEN, "fr": "Des gens"}, 2)
    for language, lang, said in (("de", None, SEEN), ("fr", None, "Des gens"), ("en", "de", SEEN)):
        (image,) = shown_on(client, f"/{slug}/?lang={language}")
        assert (image.get("alt"), image.get("lang")) == (said, lang)
        assert (image.get("width"), image.get("height")) == ("1600", "1067")
        assert (image.get("loading"), image.get("decoding")) == ("lazy", "async")
    small, large = [each.strip().split(" ") for each in image.get("srcset").split(",")]
    assert (small[1], large[1]) == ("480w", "1600w")
    for address, width in ((small[0], 480), (large[0], 1600)):
        answer = client.get(address)
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert Image.open(io.BytesIO(answer.data)).width == width


def test_the_list_of_events_shows_it_too(
    app: Flask, client: FlaskClient, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_event(slug="digitaltag-kehl-2027")
    assert shown_on(client, "/") == []
    send(organiser, slug, WIDE, **{"picture_alt-de": SEEN})
    (image,) = shown_on(client, "/")
    assert image.get("alt") == SEEN


def test_a_link_is_shown_beside_it_by_other_programs(
    app: Flask, client: FlaskClient, organiser: FlaskClient, slug: str
) -> None:
    assert client.get(f"/{slug}/bild.jpg").headers["Location"].endswith(f"/{slug}/bild.png")
    send(organiser, slug, WIDE, **{"picture_alt-de": SEEN})
    (address,) = page_of(client.get(f"/{slug}/")).xpath("//meta[@property='og:image']/@content")
    answer = client.get(address.removeprefix("http://localhost"))
    photo = Image.open(io.BytesIO(answer.data))
    assert (answer.mimetype, photo.format, photo.size) == ("image/jpeg", "JPEG", (1200, 630))
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_it_is_replaced_removed_and_deleted_when_nobody_shows_it(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    send(organiser, slug, WIDE, **{"picture_alt-de": SEEN})
    first, _, _ = stored(app, slug)
    # What is sent again as it is, or with other words, keeps it.
    assert send(organiser, slug).status_code == 303
    send(organiser, slug, **{"picture_alt-de": "Anders gesagt"})
    assert stored(app, slug) == (first, {"de": "Anders gesagt"}, 3)
    send(organiser, slug, png())
    second, _, _ = stored(app, slug)
    assert second not in (first, None)
    send(organiser, slug, picture_remove="1")
    assert stored(app, slug) == (None, {}, 5)
    with app.app_context():
        assert drop_unused(lambda: utc_now() + timedelta(days=2)) == 2
        assert db.session.scalars(select(Picture.id)).all() == []


def test_a_picture_needs_words_and_is_not_lost_without_them(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    answer = send(organiser, slug, WIDE)
    assert answer.status_code == 422
    assert "was auf dem Bild zu sehen ist" in text_of(answer)
    (kept,) = page_of(answer).xpath("//input[@name='picture_kept']/@value")
    assert stored(app, slug) == (None, {}, 1)
    typed = {"picture_kept": kept, "picture_alt-de": SEEN}
    assert send(organiser, slug, **typed).status_code == 303
    assert stored(app, slug)[:2] == (UUID(kept), {"de": SEEN})


@pytest.mark.parametrize("content", [gif_that_is_a_script(), b"%PDF-1.7\n", b""])
def test_what_is_no_picture_is_refused_in_words(
    app: Flask, organiser: FlaskClient, slug: str, content: bytes
) -> None:
    answer = send(organiser, slug, content, **{"picture_alt-de": SEEN})
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.xpath("//input[@name='picture']/@aria-invalid") == ["true"]
    assert page.xpath("//input[@name='picture_alt-de']/@value") == [SEEN]
    assert stored(app, slug) == (None, {}, 1)


def test_nothing_that_came_with_the_file_is_published(
    app: Flask, client: FlaskClient, organiser: FlaskClient, slug: str
) -> None:
    send(organiser, slug, with_exif(), **{"picture_alt-de": SEEN})
    (image,) = shown_on(client, f"/{slug}/")
    for address in (image.get("src"), f"/{slug}/bild.jpg"):
        content = client.get(address).data
        assert content
        assert b"Erika Mustermann" not in content
        assert not Image.open(io.BytesIO(content)).getexif()


def test_two_who_change_it_are_told_and_the_history_says_so(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    words = {"picture_alt-de": SEEN}
    send(organiser, slug, WIDE, **words)
    answer = send(organiser, slug, png(), version="1", **words)
    assert answer.status_code == 409
    with app.app_context():
        imported = select(Entry).where(Entry.action == "events.imported").order_by(Entry.id)
        details = [entry.details for entry in db.session.scalars(imported)]
    assert details[-1]["fields"] == ["event.picture", "event.picture_alt.de"]


def test_the_next_edition_begins_with_the_same_picture(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    send(organiser, slug, WIDE, **{"picture_alt-de": SEEN})
    page = f"/orga/{slug}/kopieren"
    submit(organiser, page)
    with app.app_context():
        events = db.session.scalars(select(Event)).all()
        assert len({event.slug for event in events}) == 2
        assert len({event.picture_id for event in events}) == 1
    # Whose picture is removed, does not take it from the other.
    send(organiser, slug, picture_remove="1")
    with app.app_context():
        assert drop_unused(lambda: utc_now() + timedelta(days=2)) == 0


def test_a_file_that_names_no_picture_of_ours_is_refused(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context(), transaction():
        assert file_of(get_event(slug)).event.picture is None
    gone = "6f1c1c52-6f0e-4b0e-9c1d-0f7f3a5b2d10"
    answer = send(organiser, slug, picture_kept=gone, **{"picture_alt-de": SEEN})
    assert answer.status_code == 422
    assert "gibt es nicht mehr" in text_of(answer)
