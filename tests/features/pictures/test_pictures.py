"""Pictures are kept for a day, and for as long as somebody shows them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select

from ortenaudigital.adapters.images import Limits, clean
from ortenaudigital.kernel.db import Base, db, transaction
from ortenaudigital.pictures.commands import store_picture
from ortenaudigital.pictures.errors import UnknownPicture
from ortenaudigital.pictures.models import Picture
from ortenaudigital.pictures.queries import find_facts, get_content, list_facts
from ortenaudigital.pictures.rules import UNUSED_FOR
from ortenaudigital.pictures.worker import drop_unused
from tests.samples_of_pictures import png


def keep(now: datetime) -> UUID:
    picture = clean(png(), Limits())
    with transaction():
        return store_picture(picture, now)


@pytest.fixture
def shown_in(context: Flask) -> Iterator[sa.Table]:
    """A table of some feature that refers to pictures."""
    table = sa.Table(
        "shown_in_a_test",
        Base.metadata,
        sa.Column("picture_id", sa.ForeignKey("picture.id"), nullable=True),
    )
    table.create(db.engine)
    yield table
    with transaction():
        db.session.execute(table.delete())
    db.session.rollback()
    table.drop(db.engine)
    Base.metadata.remove(table)


def test_what_was_made_anew_is_kept(context: Flask, now: datetime) -> None:
    picture_id = keep(now)
    facts = find_facts(picture_id)
    assert facts is not None
    assert (facts.width, facts.height) == (400, 200)
    content, media_type = get_content(picture_id, facts.digest)
    assert (content[8:12], media_type) == (b"WEBP", "image/webp")


def test_another_address_leads_nowhere(context: Flask, now: datetime) -> None:
    picture_id = keep(now)
    for asked in ((picture_id, "0" * 32), (uuid4(), "0" * 32)):
        with pytest.raises(UnknownPicture):
            get_content(*asked)
    assert find_facts(None) is None
    assert find_facts(uuid4()) is None
    assert list(list_facts([picture_id, uuid4()])) == [picture_id]


def test_what_nobody_shows_is_deleted_after_a_day(
    context: Flask, shown_in: sa.Table, now: datetime
) -> None:
    old, shown = keep(now - UNUSED_FOR), keep(now - UNUSED_FOR)
    fresh = keep(now - UNUSED_FOR + timedelta(seconds=2))
    with transaction():
        db.session.execute(shown_in.insert(), [{"picture_id": shown}, {"picture_id": None}])
    assert drop_unused(lambda: now + timedelta(seconds=1)) == 1
    assert set(db.session.scalars(select(Picture.id))) == {shown, fresh}
    assert old not in {shown, fresh}


def test_what_is_shown_no_more_is_deleted(
    context: Flask, shown_in: sa.Table, now: datetime
) -> None:
    shown = keep(now - UNUSED_FOR * 30)
    with transaction():
        db.session.execute(shown_in.insert().values(picture_id=shown))
    assert drop_unused(lambda: now) == 0
    with transaction():
        db.session.execute(shown_in.update().values(picture_id=None))
    assert drop_unused(lambda: now) == 1
