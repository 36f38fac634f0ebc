"""A picture in a form: taken, kept while the rest is mended, replaced, removed, refused."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import func, select
from wtforms import StringField
from wtforms.validators import DataRequired, Optional

from ortenaudigital.kernel.db import db
from ortenaudigital.pictures.models import Picture
from ortenaudigital.pictures.queries import find_facts
from ortenaudigital.web.shared import uploads
from ortenaudigital.web.shared.forms import OpenForm
from ortenaudigital.web.shared.requests.sizes import PICTURE, refuse_too_much
from ortenaudigital.web.shared.uploads import PictureField
from tests.samples_of_pictures import gif_that_is_a_script, jpeg, png, with_exif


class LogoForm(OpenForm):
    name = StringField("Name", [DataRequired()])
    logo = PictureField("Logo", [Optional()])


PAGE = '{% from "macros/forms.html" import picture_field %}{{ picture_field(form.logo) }}'
Sent = Callable[..., tuple[bool, LogoForm, str]]


@pytest.fixture
def send(app: Flask) -> Sent:
    """Send the form; returns whether it was valid, the form, and how it is shown then."""

    def sent(language: str = "de", **data: Any) -> tuple[bool, LogoForm, str]:
        headers = {"Accept-Language": language}
        with app.test_request_context("/", method="POST", data=data, headers=headers):
            refuse_too_much(PICTURE)
            form = LogoForm()
            valid = form.validate()
            return valid, form, render_template_string(PAGE, form=form)

    return sent


def file(data: bytes, name: str = "logo.png", kind: str = "image/png") -> tuple[Any, ...]:
    return io.BytesIO(data), name, kind


def stored(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Picture)) or 0


def test_a_picture_is_kept_while_the_rest_is_mended(app: Flask, send: Sent) -> None:
    valid, form, page = send(name="", logo=file(with_exif()))
    assert not valid
    assert form.name.errors
    assert not form.logo.errors
    assert f'name="logo_kept" value="{form.logo.data}"' in page
    assert f'src="/bilder/{form.logo.data}/' in page
    valid, again, _ = send(name="Muster", logo_kept=str(form.logo.data))
    assert valid
    assert again.logo.data == form.logo.data
    assert stored(app) == 1


def test_another_file_replaces_it_and_a_tick_removes_it(app: Flask, send: Sent) -> None:
    _, form, _ = send(name="M", logo=file(png()))
    kept = str(form.logo.data)
    valid, other, _ = send(name="M", logo=file(jpeg()), logo_kept=kept, logo_remove="1")
    assert valid
    assert other.logo.data not in (None, form.logo.data)
    valid, none, page = send(name="M", logo_kept=kept, logo_remove="1")
    assert valid
    assert none.logo.data is None
    assert "<img" not in page


def test_a_refused_file_leaves_what_was_there(app: Flask, send: Sent) -> None:
    _, form, _ = send(name="M", logo=file(png()))
    valid, again, page = send(
        name="M", logo=file(gif_that_is_a_script()), logo_kept=str(form.logo.data)
    )
    assert not valid
    assert again.logo.data == form.logo.data
    assert 'aria-invalid="true"' in page
    assert "logo-error" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Diese Datei ist leer."),
        ("en", "This file is empty."),
        ("fr", "Ce fichier est vide."),
    ],
)
def test_a_refusal_is_in_the_language_of_the_page(send: Sent, language: str, words: str) -> None:
    _, _, page = send(language, name="M", logo=file(b""))
    assert words in page


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\u202egnp.exe", "логотип.svg", "x" * 5000, "CON"]
)
def test_names_and_kinds_that_browsers_say_do_not_matter(send: Sent, name: str) -> None:
    valid, form, page = send(name="M", logo=file(png(), name, "text/html"))
    assert valid
    assert form.logo.data
    assert name not in page


def test_what_is_gone_or_never_was_is_chosen_again(app: Flask, send: Sent) -> None:
    valid, form, page = send(name="M", logo_kept=str(uuid4()))
    assert (valid, form.logo.data) == (False, None)
    assert "gibt es nicht mehr" in page
    valid, form, _ = send(name="M", logo_kept="nonsense")
    assert (valid, form.logo.data) == (True, None)


def test_nobody_waits_while_a_picture_is_decoded(
    app: Flask, send: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = []

    def watched(data: bytes, limits: Any) -> Any:
        decoded.append(db.session().in_transaction())
        return clean(data, limits)

    clean = uploads.clean
    monkeypatch.setattr(uploads, "clean", watched)
    with app.test_request_context("/", method="POST", data={"name": "M", "logo": file(png())}):
        refuse_too_much(PICTURE)
        # What a view has read before, such as the event.
        db.session.execute(select(Picture.id))
        assert db.session().in_transaction()
        assert LogoForm().validate()
    assert decoded == [False]


def test_a_picture_is_handed_out_for_good_and_does_nothing(
    app: Flask, client: FlaskClient, send: Sent
) -> None:
    _, form, _ = send(name="M", logo=file(png()))
    with app.app_context():
        facts = find_facts(form.logo.data)
    assert facts is not None
    answer = client.get(f"/bilder/{facts.id}/{facts.digest}.webp")
    assert answer.status_code == 200
    assert answer.mimetype == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "'self'" not in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert client.get(f"/bilder/{facts.id}/{'0' * 32}.webp").status_code == 404
    assert client.get(f"/bilder/{uuid4()}/{facts.digest}.webp").status_code == 404
