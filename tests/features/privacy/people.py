"""A person who is named in every feature, and how their data is asked for."""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import db

NAME, ADDRESS = "Walpurga Unverwechselbar", "walpurga@example.org"
FIRST, LAST = NAME.split()


@dataclass
class Stage:
    """A person in every feature, and others beside."""

    event: Event
    booking: Booking
    walk_in: str
    companion: str
    device: int
    undone: int
    exhibitor: Exhibitor


def hers(**changes: Any) -> dict[str, Any]:
    return {"first_name": FIRST, "last_name": LAST, "email": ADDRESS, **changes}


def flask(app: Flask, *words: str, fails: bool = False) -> str:
    result = app.test_cli_runner().invoke(args=["privacy", *words])
    assert (result.exit_code != 0) is fails, result.output
    db.session.rollback()
    db.session.expire_all()
    return result.output


def also(stage: Stage) -> list[str]:
    keys = [f"booking:{stage.walk_in}", f"ticket:{stage.companion}"]
    keys += [f"device:{stage.device}", f"scan:{stage.undone}"]
    return [word for key in keys for word in ("--also", key)]
