"""Fill a database by the means of a checkout, whichever commit it is of, and say how to use it.

Read from standard input by that checkout's own Python, in its folder: it uses only what all
checkouts since commit 9d5b1cd have, and looks where one of them has something elsewhere. Takes and
prints JSON.
"""

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from ortenaudigital.demo.processes import server_command
from ortenaudigital.factory import create_app
from tests.benchmarks.crowd import fill
from tests.conftest import make_config
from tests.factories import PASSWORD, make_device, make_event_today, make_organiser

QUOTA = 1_000_000


def _database() -> Any:
    folder = "ortenaudigital.kernel" if find_spec("ortenaudigital.kernel") else "ortenaudigital"
    return import_module(f"{folder}.db").db


def prepare(database_url: str, folder: str, size: int, port: int) -> dict[str, Any]:
    """Return the event, a phone's token, a login, and the command that serves them on that port."""
    app, db = create_app(make_config(database_url, Path(folder))), _database()
    with app.app_context():
        upgrade()
        event = make_event_today(quota=QUOTA)
        _, token = make_device(event, now=datetime.now(UTC))
        email = make_organiser("bench@example.org").email
        fill(event, size)
        slug = event.slug
        db.session.remove()
        db.engine.dispose()
    return {
        "slug": slug,
        "token": token,
        "email": email,
        "password": PASSWORD,
        "command": server_command("127.0.0.1", port),
    }


if __name__ == "__main__":
    print(json.dumps(prepare(**json.loads(sys.argv[1]))))
