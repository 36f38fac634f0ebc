"""The steps by which tables change: what this version expects, and `flask db`, which takes them.

Alembic is loaded by who takes steps or writes them. It takes 11 MB, which all processes of the
server would hold and none would use.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import Connection, inspect, text
from werkzeug.local import LocalProxy

from ortenaudigital.kernel.db import db

FOLDER = Path(__file__).parents[3] / "migrations"
_NAME = re.compile(r'^(down_)?revision = "(\w+)"$', re.MULTILINE)


def init_migrations(app: Flask) -> None:
    """Let Flask-Migrate be found by who asks for it: `flask db`, `upgrade()`, and `migrations`."""
    app.extensions["migrate"] = LocalProxy(lambda: _load(app))
    app.cli.add_command(_Commands("db", help="Perform database migrations."))


def _load(app: Flask) -> Any:
    from flask_migrate import Migrate

    # It puts itself in the place of the proxy.
    Migrate(app, db, directory=str(FOLDER))
    return app.extensions["migrate"]


class _Commands(click.Command):
    """Stands for the commands of Flask-Migrate until one is asked for."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Hand the arguments over to these commands."""
        from flask_migrate.cli import db as commands

        context: click.Context = commands.make_context(*args, **kwargs)
        return context


def stored_revisions(connection: Connection) -> set[str]:
    """Return at which step the tables of a database are: none, one, or several by mistake."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


@cache
def newest_revisions() -> set[str]:
    """Return the steps that no other follows: one, unless somebody has forked them."""
    found: dict[str, set[str]] = {"": set(), "down_": set()}
    for path in (FOLDER / "versions").glob("*.py"):
        for kind, name in _NAME.findall(path.read_text(encoding="utf-8")):
            found[kind].add(name)
    return found[""] - found["down_"]
