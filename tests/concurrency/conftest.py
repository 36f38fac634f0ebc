"""An app that waits long for its database.

Many at once, beside other tests on a busy machine, take longer than anybody should wait for a page.
How long that is, is tested in tests/web/test_database_trouble.py.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import connections, db, write_queue
from tests.conftest import make_config

# In the pool whoever comes back overtakes who waits: of sixty threads the last may wait for all.
PATIENCE_SECONDS = 300.0


@pytest.fixture(scope="session")
def session_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "WAIT_SECONDS", PATIENCE_SECONDS)
        app = create_app(make_config(database_url, tmp_path_factory.mktemp("data")))
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            sa.event.listen(db.engine, "connect", _wait_long)
    yield app
    with app.app_context():
        db.engine.dispose()


def _wait_long(connection: Any, _: object) -> None:
    """Come after what the app itself says to each new connection."""
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {PATIENCE_SECONDS * 1000:.0f}")
    connection.autocommit = False


@pytest.fixture(autouse=True)
def long_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_queue, "WAIT_SECONDS", PATIENCE_SECONDS)
