"""The next edition: a draft a year later, by another host, with the team and nobody's data."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.models import Membership
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import Base, db
from ortenaudigital.kernel.personal import Fate
from ortenaudigital.privacy.registry import claims
from tests.factories import make_event, make_exhibitor, make_organiser
from tests.web.cast import make_stage
from tests.web.forms import page_of, submit, text_of

PAGE = "/orga/ortenau-digital-2027/kopieren"
NEW = "ortenau-digital-2028"
# The copy itself is written into the history.
_TOLD = "audit_entry"


def test_a_copy_says_whom_to_invite_again(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        old = make_event()
        submit(organiser, PAGE)
        check = f"/orga/{NEW}/pruefliste"
        assert "wieder einladen" not in text_of(organiser.get(check))
        for name in ("Eins", "Zwei"):
            make_exhibitor(old, name=name, email=f"{name}@example.org")
    page = organiser.get(check)
    assert "2 Aussteller früherer Ausgaben sind noch nicht gefragt." in text_of(page)
    assert f"/orga/{NEW}/aussteller/wieder-einladen" in page_of(page).xpath("//main//a/@href")


def test_an_event_is_copied_to_next_year(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        old = make_event()
        make_organiser("team@example.org", Role.DOOR_LEAD, old)
    found = page_of(organiser.get(PAGE))
    suggested = {name: found.get_element_by_id(name).value for name in ("title", "slug")}
    assert suggested == {"title": "Ortenau Digital 2028", "slug": NEW}
    assert found.get_element_by_id("first_day").value == "2028-09-28"
    assert date(2028, 9, 28).weekday() == date(2027, 9, 30).weekday()
    answer = submit(organiser, PAGE, host="lahr")
    assert answer.location == f"/orga/{NEW}/pruefliste"
    assert "Bitte prüfen Sie das" in text_of(organiser.get(answer.location))
    with app.app_context():
        event = get_event(NEW)
        assert event.is_draft
        assert event.host is not None
        assert event.host.slug == "lahr"
        assert [town.slug for town in event.co_organisers] == ["kehl"]
        team = select(Membership.role).where(Membership.event_id == event.id)
        assert list(db.session.scalars(team)) == [Role.DOOR_LEAD]
    again = submit(organiser, PAGE, slug=NEW)
    assert again.status_code == 422
    assert "gibt es schon" in page_of(again).get_element_by_id("slug-error").text_content()


@pytest.mark.one_database("which columns are copied is the same on both")
def test_nothing_personal_is_copied(app: Flask, organiser: FlaskClient) -> None:
    """Every column that a feature says is personal has the same contents before and after."""
    make_stage(app)
    with app.app_context():
        slug = next(each for each in _slugs() if each.startswith("ortenau"))
    before = _personal(app)
    assert sum(sum(each.values()) for each in before.values()) > 20
    assert submit(organiser, f"/orga/{slug}/kopieren", slug=NEW).status_code == 303
    after = _personal(app)
    for column, values in after.items():
        if column == "audit_actor.name":
            # The history says who copied it.
            continue
        more = {each for each in values - before[column] if each not in ("None", "", "{}", "[]")}
        assert not more, column


def _slugs() -> list[str]:
    event = Base.metadata.tables["event"]
    return list(db.session.scalars(select(event.c.slug)))


def _personal(app: Flask) -> dict[str, Counter[Any]]:
    found = {}
    with app.app_context():
        for _, column, fate in claims():
            table, _, name = column.partition(".")
            if fate in (Fate.ERASED, Fate.DELETED) and table != _TOLD:
                values = db.session.execute(select(Base.metadata.tables[table].c[name])).scalars()
                found[column] = Counter(str(each) for each in values)
    return found
