"""Two editors at the same moment: one is first, the other is told, and nothing is lost unseen."""

import pytest
from flask import Flask

from ortenaudigital.event_changes.commands import Edit, edit_section
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.kernel.db import db
from tests.concurrency.together import behind, together
from tests.factories import BOOKED_AT, make_event

SLUG = "ortenau-digital-2027"


def edits(title: str) -> str:
    edit = Edit("basics", {"title": title}, 1)
    return edit_section(SLUG, edit, Decision(), BOOKED_AT, "olga").slug


@pytest.mark.parametrize("editors", [2, 5])
def test_of_those_who_looked_at_one_version_one_is_first(app: Flask, editors: int) -> None:
    with app.app_context():
        make_event()
    titles = [f"Titel {number}" for number in range(editors)]
    came = together(app, *[lambda title=title: edits(title) for title in titles])
    assert sorted(came) == ["changed_meanwhile"] * (editors - 1) + [SLUG]
    with app.app_context():
        event = get_event(SLUG)
        assert (event.title, event.version) == (titles[came.index(SLUG)], 2)


def test_who_waits_for_the_other_is_told(app: Flask) -> None:
    with app.app_context():
        make_event()
        assert behind(app, lambda: edits("A"), lambda: edits("B")) == "changed_meanwhile"
        db.session.rollback()
        db.session.expire_all()
        assert get_event(SLUG).title == "A"
