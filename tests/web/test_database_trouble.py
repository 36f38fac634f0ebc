"""The database is locked, full, read-only or cut off: told in a page, and over by itself."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.kernel.db import db
from tests.factories import make_event_today
from tests.web.forms import page_of, text_of

FORM = "/ortenau-digital-2027/tickets"
PERSON = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
# Three seconds of waiting, and what a busy machine adds.
PATIENCE_SECONDS = 5


def engine_of(app: Flask) -> sa.Engine:
    # Not inside the context of a request: that would keep its session for the next one.
    with app.app_context():
        return db.engine


def sqlite_path(app: Flask) -> Path:
    return Path(str(engine_of(app).url.database))


def is_sqlite(app: Flask) -> bool:
    return engine_of(app).dialect.name == "sqlite"


@contextmanager
def locked_by_a_shell(app: Flask) -> Iterator[None]:
    """Somebody looks with a shell, has begun to change something, and went for lunch."""
    if is_sqlite(app):
        with closing(sqlite3.connect(sqlite_path(app), isolation_level=None)) as shell:
            shell.execute("BEGIN IMMEDIATE")
            yield
    else:
        with engine_of(app).connect() as shell:
            shell.execute(sa.text("LOCK TABLE booking IN ACCESS EXCLUSIVE MODE"))
            yield


@contextmanager
def queue_kept_by_another(app: Flask) -> Iterator[None]:
    if not is_sqlite(app):
        pytest.skip("PostgreSQL has no queue of ours")
    queue = os.open(f"{sqlite_path(app)}-queue", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
    finally:
        os.close(queue)


@contextmanager
def connections_that(app: Flask, change: Callable[[Any], None]) -> Iterator[None]:
    """Change each new connection, and begin with new ones."""
    engine = engine_of(app)

    def on_connect(connection: Any, _: object) -> None:
        change(connection)

    engine.dispose()
    sa.event.listen(engine, "connect", on_connect)
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", on_connect)
        engine.dispose()


def full_disk(app: Flask) -> AbstractContextManager[None]:
    """A database that may not grow: the same error as a disk without room."""
    if not is_sqlite(app):
        pytest.skip("a full disk takes PostgreSQL's other databases with it")

    # What other tests left free would be room.
    engine_of(app).dispose()
    with closing(sqlite3.connect(sqlite_path(app), isolation_level=None)) as connection:
        connection.execute("VACUUM")

    def no_more_pages(connection: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    return connections_that(app, no_more_pages)


def read_only(app: Flask) -> AbstractContextManager[None]:
    """A file or a server that nothing can be written to."""
    statement = "SET default_transaction_read_only = on"
    if is_sqlite(app):
        statement = "PRAGMA query_only=ON"

    def forbid(connection: Any) -> None:
        connection.execute(statement)
        connection.commit()

    return connections_that(app, forbid)


def cut_off(app: Flask) -> AbstractContextManager[None]:
    """A server that ends all connections and takes no new ones; a file that is gone."""
    return file_gone(app) if is_sqlite(app) else server_gone(app)


@contextmanager
def file_gone(app: Flask) -> Iterator[None]:
    engine, path = engine_of(app), sqlite_path(app)
    away = path.with_name(f"{uuid4().hex}.away")
    engine.dispose()
    path.rename(away)
    path.mkdir()
    try:
        yield
    finally:
        path.rmdir()
        away.rename(path)
        engine.dispose()


@contextmanager
def server_gone(app: Flask) -> Iterator[None]:
    url = engine_of(app).url
    others = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with others.connect() as admin:
        admin.execute(sa.text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'))
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        admin.execute(sa.text(end), {"name": url.database})
        try:
            yield
        finally:
            admin.execute(sa.text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'))
    others.dispose()


FAULTS = [locked_by_a_shell, queue_kept_by_another, full_disk, read_only, cut_off]


def filled_in(client: FlaskClient) -> dict[str, str]:
    form = page_of(client.get(FORM)).forms[-1]
    return {**dict(form.form_values()), **PERSON, "needs_other": "x" * 480, "needs_consent": "y"}


def book_until_refused(client: FlaskClient, fields: dict[str, str]) -> tuple[TestResponse, float]:
    """Book; where the disk is full, until there is no room in the pages that were begun.

    Return the last answer, and how many seconds it took.
    """
    for _ in range(200):
        started = time.monotonic()
        answer = client.post(FORM, data=fields | {"request_id": str(uuid4())})
        if answer.status_code != 303:
            break
    return answer, time.monotonic() - started


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_trouble_is_told_soon_and_ends_by_itself(
    app: Flask, client: FlaskClient, fault: object
) -> None:
    with app.app_context():
        make_event_today(quota=5000)
    fields = filled_in(client)
    with fault(app):  # type: ignore[operator]  # one of FAULTS
        answer, took = book_until_refused(client, fields)
        page = text_of(answer)
    assert answer.status_code == 503
    assert took < PATIENCE_SECONDS
    assert answer.headers["Retry-After"] == "30"
    assert "nicht verarbeitet" in page
    assert "Impressum" in page
    again = client.post(FORM, data=fields)
    assert again.status_code == 303


@pytest.mark.parametrize("fault", [cut_off])
def test_organisers_see_the_page_too(app: Flask, organiser: FlaskClient, fault: object) -> None:
    with app.app_context():
        make_event_today()
    with fault(app):  # type: ignore[operator]  # one of FAULTS
        answer = organiser.get("/orga/ortenau-digital-2027/buchungen")
        machine = organiser.get("/einlass/api/device", headers={"Authorization": "Bearer x"})
    assert answer.status_code == machine.status_code == 503
    assert "Impressum" in text_of(answer)
    assert machine.get_json()["error"]["code"] == "unavailable"
    assert organiser.get("/orga/ortenau-digital-2027/buchungen").status_code == 200


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_readyz_writes(app: Flask, client: FlaskClient, fault: object) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready"}
    if fault is locked_by_a_shell and not is_sqlite(app):
        pytest.skip("another table is locked")
    if fault is full_disk:
        pytest.skip("a row that is written anew needs no room")
    with fault(app):  # type: ignore[operator]  # one of FAULTS
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["status"].startswith("database")
    assert client.get("/readyz").status_code == 200


def test_a_fault_of_our_own_is_no_trouble_of_the_database(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong() -> None:
        db.session.execute(sa.text("SELECT nothing"))

    monkeypatch.setitem(app.view_functions, "public.home", wrong)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert client.get("/").status_code == 500
