"""Buckets of tokens in the database, for all processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits.commands import Claim, forget_full_buckets, spend, take
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.models import Bucket
from ortenaudigital.limits.rules import DAY, UNASKED_LETTERS, Limit

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
THREE = Limit("three", 3, 30)


@pytest.fixture(autouse=True)
def limits(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)


def taken(claim: Claim, now: datetime, tries: int) -> int:
    number = 0
    for _ in range(tries):
        try:
            spend([claim], now)
        except TooMany:
            continue
        number += 1
    return number


def test_a_bucket_gives_its_burst_and_then_one_by_one() -> None:
    claim = Claim(THREE, "192.0.2.7")
    assert taken(claim, NOW, 5) == 3
    with pytest.raises(TooMany) as caught:
        spend([claim], NOW + timedelta(seconds=4))
    assert caught.value.seconds == 6
    assert taken(claim, NOW + timedelta(seconds=10), 5) == 1
    assert taken(claim, NOW + timedelta(seconds=100), 5) == 3
    assert taken(Claim(THREE, "192.0.2.8"), NOW, 5) == 3


def test_what_costs_more_takes_more() -> None:
    assert taken(Claim(THREE, "a", cost=2), NOW, 2) == 1
    assert taken(Claim(THREE, "a", cost=1), NOW, 2) == 1
    assert taken(Claim(THREE, "b", cost=100), NOW, 2) == 1


def test_a_refusal_takes_from_no_bucket() -> None:
    empty, full = Claim(THREE, "empty"), Claim(THREE, "full")
    taken(empty, NOW, 3)
    with pytest.raises(TooMany):
        spend([full, empty], NOW)
    assert taken(full, NOW, 5) == 3


def test_two_letters_a_day_means_any_day() -> None:
    claim = Claim(UNASKED_LETTERS, "erika@example.org")
    hours = range(24 * 10)
    sent = [hour for hour in hours if taken(claim, NOW + timedelta(hours=hour), 1)]
    assert sent[:2] == [0, 1]
    assert all(later - first >= 24 for first, later in zip(sent, sent[2:], strict=False))


def test_a_clock_that_was_wrong_locks_nobody_out() -> None:
    claim = Claim(THREE, "192.0.2.7")
    taken(claim, NOW + timedelta(days=400), 3)
    assert taken(claim, NOW, 5) == 3


def test_nothing_in_the_table_says_who(context: Flask) -> None:
    spend([Claim(UNASKED_LETTERS, "erika@example.org")], NOW)
    (bucket,) = db.session.scalars(db.select(Bucket))
    assert len(bucket.key) == 32
    assert b"erika" not in bucket.key
    before = Claim(UNASKED_LETTERS, "erika@example.org").key
    context.config["SECRET_KEY"], kept = "another", context.config["SECRET_KEY"]
    try:
        assert Claim(UNASKED_LETTERS, "erika@example.org").key != before
    finally:
        context.config["SECRET_KEY"] = kept


def test_full_buckets_are_forgotten() -> None:
    spend([Claim(THREE, "a")], NOW)
    spend([Claim(UNASKED_LETTERS, "b")], NOW)
    with transaction():
        forget_full_buckets(NOW + timedelta(minutes=5))
    assert db.session.query(Bucket).count() == 1
    with transaction():
        forget_full_buckets(NOW + timedelta(seconds=DAY + 1))
    assert db.session.query(Bucket).count() == 0


def test_ten_threads_get_no_more_than_the_burst(context: Flask) -> None:
    claims = [Claim(THREE, "a"), Claim(THREE, "b")]

    def once(number: int) -> int:
        with context.app_context():
            try:
                # The order of the claims must not matter.
                spend(claims[:: 1 if number % 2 else -1], NOW)
            except TooMany:
                return 0
            return 1

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(once, range(30))) == 3


def test_switched_off_means_off(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", False)
    assert taken(Claim(THREE, "a"), NOW, 50) == 50
    with transaction():
        assert take(Claim(THREE, "a"), NOW)
