"""Measure the server at the door: scans a second, few and many tickets, few and many phones."""

import random
import tempfile
from collections import Counter
from pathlib import Path

import psutil
from flask_migrate import upgrade
from sqlalchemy import delete, func, select

from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.benchmarks.crowd import code_of, fill
from tests.benchmarks.load import CLIENTS, HEADER, SECONDS, WORKERS, Result, line, run_load
from tests.benchmarks.machine import cpu_of_servers, raw_commits
from tests.benchmarks.operations import contact, scan
from tests.conftest import make_config, new_postgresql_database
from tests.factories import make_device, make_event_today
from tests.servers import environment, web_server
from tests.smtp import free_port

SIZES = (1_000, 1_000_000)
WELCOME = "welcome"


def measure_scans() -> None:
    folder = Path(tempfile.mkdtemp())
    for kind in ("SQLite", "PostgreSQL"):
        for size in SIZES:
            sqlite = f"sqlite:///{folder}/{size}.sqlite3"
            url = sqlite if kind == "SQLite" else new_postgresql_database()
            _measure(kind, url, folder, size)


def _measure(kind: str, url: str, folder: Path, size: int) -> None:
    app = create_app(make_config(url, folder))
    port = free_port()
    env = environment(url, folder, BASE_URL=f"http://localhost:{port}")
    with app.app_context():
        upgrade()
        event = make_event_today(quota=1_000_000)
        _, token = make_device(event, now=utc_now())
        fill(event, size)
        db.session.remove()
        print(f"\n{kind}, {size:,} tickets, {WORKERS} web processes, {psutil.cpu_count()} cores")
        before = raw_commits(url)
        print(HEADER + f"{'welcome':>9}")
        with web_server(port, env, WORKERS):
            _read_codes(token, size, port, 8)
            for clients in CLIENTS:
                print(_scan_line(token, size, port, clients), flush=True)
            for clients in CLIENTS:
                with cpu_of_servers() as used:
                    result = run_load(contact(token), port, clients, SECONDS)
                print(line("report of a phone", clients, result, used[0]), flush=True)
        print(f"raw commits a second, one connection: {before:.0f}, then {raw_commits(url):.0f}")
        db.session.remove()
        db.engine.dispose()


def _scan_line(token: str, size: int, port: int, clients: int) -> str:
    with cpu_of_servers() as used:
        result, verdicts = _read_codes(token, size, port, clients)
    share = verdicts[WELCOME] / verdicts.total()
    return line("scan", clients, result, used[0]) + f"{share:>9.0%}"


def _read_codes(token: str, size: int, port: int, clients: int) -> tuple[Result, Counter[str]]:
    """Let tickets in, each once; when few tickets are all in, the doors open anew."""
    result, verdicts = Result([], 0.0), Counter[str]()
    while result.wall < SECONDS:
        _open_doors()
        # From all over the table, as people come.
        numbers = random.Random(clients).sample(range(size), min(size, 20_000))
        codes = [code_of(number) for number in numbers]
        result += run_load(scan(token, codes), port, clients, SECONDS - result.wall)
        verdicts += _verdicts()
    return result, verdicts


def _open_doors() -> None:
    with transaction():
        db.session.execute(delete(Admission))
        db.session.execute(delete(Scan))


def _verdicts() -> Counter[str]:
    db.session.rollback()
    rows = db.session.execute(
        select(Scan.verdict, func.count().label("number")).group_by(Scan.verdict)
    )
    return Counter({row.verdict: row.number for row in rows})
