"""A letter to 20,000 people, with the worker killed and paused in between: who got how many."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from flask_migrate import upgrade

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import MailingState
from ortenaudigital.mailings.sending import pause, resume
from tests.benchmarks.frame.settings import Settings
from tests.benchmarks.frame.sites import fresh_database
from tests.benchmarks.frame.told import tell
from tests.benchmarks.machine import family, memory
from tests.conftest import make_config
from tests.factories import make_event
from tests.features.mailings.mailed import again, draft_mailing, make_guests, send_to_all
from tests.servers import environment, process, worker_command
from tests.smtp import free_port

MOST_PEOPLE = 20_000
MADE_AT_ONCE = 5_000
# At which parts of the letters the worker is killed, and where the letters are held up.
KILLED_AT = (0.1, 0.3)
PAUSED_AT = 0.6
PAUSE_SECONDS = 5.0
LOOK_SECONDS = 0.05
_ID = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE | re.IGNORECASE)


@dataclass
class Sink:
    """A mail server that keeps of each letter whom it was for and which it was."""

    recipients: Counter[str] = field(default_factory=Counter)
    letters: dict[str, set[bytes]] = field(default_factory=dict)
    number: int = 0

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        (message_id,) = _ID.findall(envelope.content)
        for address in envelope.rcpt_tos:
            self.recipients[address] += 1
            self.letters.setdefault(address, set()).add(message_id)
        self.number += 1
        return "250 OK"


@dataclass
class Watched:
    """What was seen: megabytes of the worker by part of the letters, and how it went."""

    settled_seconds: float = 0.0
    seconds: float = 0.0
    megabytes: dict[int, float] = field(default_factory=dict)
    during_pause: int = 0


def measure_mailing(settings: Settings) -> str:
    """Send one to as many people as are wanted; return what came of it on each database."""
    people = min(settings.size, MOST_PEOPLE)
    lines = [
        "| database | people | settled s | letters a second | MB at 10 % | at 50 % | at 100 % "
        "| left during the pause | killed | people with one letter | with none | with two |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for database in settings.databases:
        with fresh_database(database) as (url, folder), _sink() as (sink, port):
            watched = _measure(url, Path(folder), people, sink, port)
        lines.append(_line(database, people, sink, watched))
        tell(lines[-1])
    return "\n".join(lines)


def _line(database: str, people: int, sink: Sink, watched: Watched) -> str:
    ones = sum(len(ids) == 1 for ids in sink.letters.values())
    cells = [
        *(database, f"{people:,}", f"{watched.settled_seconds:.2f}"),
        f"{people / watched.seconds:.0f}",
        *(f"{watched.megabytes[part]:.0f}" for part in (10, 50, 100)),
        *(str(watched.during_pause), str(len(KILLED_AT)), f"{ones:,}"),
        *(str(people - len(sink.letters)), str(len(sink.letters) - ones)),
    ]
    return f"| {' | '.join(cells)} |"


def _measure(url: str, folder: Path, people: int, sink: Sink, port: int) -> Watched:
    watched = Watched()
    with create_app(make_config(url, folder)).app_context():
        upgrade()
        event = make_event(quota=people)
        for first in range(0, people, MADE_AT_ONCE):
            make_guests(event, min(MADE_AT_ONCE, people - first), first)
        mailing = draft_mailing(event)
        begun = time.monotonic()
        assert send_to_all(mailing) == people
        watched.settled_seconds = time.monotonic() - begun
        env = environment(url, folder, MAIL_PORT=str(port), WORKER_LEASE_SECONDS="2")
        begun = time.monotonic()
        _send(mailing, people, sink, env, watched)
        watched.seconds = time.monotonic() - begun
        db.session.remove()
        db.engine.dispose()
    return watched


def _send(mailing: Mailing, people: int, sink: Sink, env: dict[str, str], watched: Watched) -> None:
    for part in KILLED_AT:
        with process(worker_command(), env) as worker:
            _wait(sink, int(people * part))
            watched.megabytes.setdefault(10, memory(family(worker.pid)))
            worker.kill()
            worker.wait()
    with process(worker_command(), env) as worker:
        _wait(sink, people // 2)
        watched.megabytes[50] = memory(family(worker.pid))
        _wait(sink, int(people * PAUSED_AT))
        _do(pause, mailing)
        # What was in its hand has left by then.
        time.sleep(1)
        before = sink.number
        time.sleep(PAUSE_SECONDS)
        watched.during_pause = sink.number - before
        _do(resume, mailing)
        while again(mailing).state is not MailingState.DONE:
            time.sleep(0.5)
        watched.megabytes[100] = memory(family(worker.pid))


def _do(deed: Callable[..., None], mailing: Mailing) -> None:
    with transaction():
        deed(again(mailing), utc_now(), "bench")


def _wait(sink: Sink, number: int) -> None:
    while sink.number < number:
        time.sleep(LOOK_SECONDS)


@contextmanager
def _sink() -> Iterator[tuple[Sink, int]]:
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()
