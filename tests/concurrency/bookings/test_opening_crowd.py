"""A booking opens with a crowd before it: exactly the places, and a clear page for everybody."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Quota
from ortenaudigital.kernel.db import db
from ortenaudigital.web.shared.answers.pagecache import PageCache
from tests.factories import make_event_today

PLACES = 50
PRESSES = 200
LOOKS = 500
THREADS = 8


def press(app: Flask, url: str, number: int) -> str:
    who = {"first_name": f"Guest {number}", "last_name": "Müller", "email": f"{number}@example.org"}
    form = {"ticket_type": "buergerticket", "number": "1", "request_id": str(uuid4())}
    answer = app.test_client().post(url, data=form | who)
    kept = "" if answer.status_code == 303 else f" {who['email'] in answer.text}"
    return f"{answer.status_code}{kept}"


def look(app: Flask, url: str) -> str:
    answer = app.test_client().get(url)
    form = 'name="request_id"' in answer.text
    return f"look {answer.status_code} {'form' if form else 'sold out'}"


def test_a_crowd_gets_all_places_and_not_one_more(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "page_cache", PageCache(1))
    with app.app_context():
        url = f"/{make_event_today(quota=PLACES).slug}/tickets"
    barrier = Barrier(THREADS)

    def one(index: int) -> list[str]:
        barrier.wait()
        mine = range(index, PRESSES + LOOKS, THREADS)
        # Two out of seven press, the others look.
        return [press(app, url, each) if each % 7 < 2 else look(app, url) for each in mine]

    with ThreadPoolExecutor(THREADS) as pool:
        told = Counter(word for words in pool.map(one, range(THREADS)) for word in words)

    looks = {word: number for word, number in told.items() if word.startswith("look")}
    assert sum(looks.values()) == LOOKS
    assert set(looks) <= {"look 200 form", "look 200 sold out"}
    assert {word: told[word] for word in told.keys() - looks.keys()} == {
        "303": PLACES,
        # Too late, and all that was typed is on the page.
        "409 True": PRESSES - PLACES,
    }
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == PLACES
        assert db.session.scalar(select(func.count()).select_from(Booking)) == PLACES
        assert max(db.session.scalars(select(Quota.taken))) == PLACES
