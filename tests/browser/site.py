"""The production server with a database of its own that holds something of everything."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.browser.stage import Stage, set_stage
from tests.conftest import make_config
from tests.servers import environment, web_server
from tests.smtp import free_port


@dataclass(frozen=True)
class Site:
    """Where the server is, the app that shares its database, and what stands on the stage."""

    base: str
    app: Flask
    stage: Stage


@contextmanager
def open_app(database_url: str, folder: Path, port: int) -> Iterator[Flask]:
    """Make the app on a migrated database, as the server on that port will see it."""
    config = make_config(database_url, folder, base_url=f"http://localhost:{port}")
    app = create_app(config)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def serve(database_url: str, folder: Path, port: int) -> Iterator[str]:
    """Run the production server."""
    # Cameras open on secure origins only, and localhost is one.
    env = environment(database_url, folder, BASE_URL=f"http://localhost:{port}")
    with web_server(port, env) as base:
        yield base


@contextmanager
def open_site(database_url: str, folder: Path) -> Iterator[Site]:
    """Fill a new database and serve it."""
    port = free_port()
    with open_app(database_url, folder, port) as app:
        with app.app_context():
            stage = set_stage()
        with serve(database_url, folder, port) as base:
            yield Site(base, app, stage)


class Server:
    """The production server, to be stopped and started again on its database and its address."""

    def __init__(self, app: Flask, database_url: str, folder: Path, port: int) -> None:
        self.app = app
        self.base = f"http://localhost:{port}"
        self._place = (database_url, folder, port)
        self._running = ExitStack()

    def start(self) -> None:
        self._running.enter_context(serve(*self._place))

    def stop(self) -> None:
        self._running.close()


@contextmanager
def open_server(database_url: str, folder: Path) -> Iterator[Server]:
    """Serve an empty database, from a server that can be stopped."""
    port = free_port()
    with open_app(database_url, folder, port) as app:
        server = Server(app, database_url, folder, port)
        server.start()
        try:
            yield server
        finally:
            server.stop()
