"""A checkout that serves an event from a database of its own, whichever commit it is of."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.benchmarks.crowd import code_of
from tests.benchmarks.frame.postgresql import new_database
from tests.benchmarks.frame.scripts import IN_PROCESS, PREPARE, run_script
from tests.benchmarks.load import Client, Load, Result, run_load
from tests.benchmarks.machine import cpu_seconds, family, memory, postgresql_server
from tests.benchmarks.operations import form_of, post_booking, send
from tests.servers import environment, process, wait_until_ready
from tests.smtp import free_port

# A prime, so that tickets come in no order, and none twice.
STRIDE = 7919
TICKETS = "tickets"


@dataclass
class Site:
    """A running server, what is in its database, and what loads have left there.

    `pid` is the server's first process, `postmaster` that of PostgreSQL.
    """

    database: str
    url: str
    size: int
    port: int
    facts: dict[str, Any]
    pid: int
    postmaster: int | None
    form: dict[str, str] = field(default_factory=dict)
    guest: dict[str, str] = field(default_factory=dict)
    organiser: dict[str, str] = field(default_factory=dict)
    bookings: list[str] = field(default_factory=list)
    cursor: str = ""
    used: Counter[str] = field(default_factory=Counter)

    @property
    def slug(self) -> str:
        return str(self.facts["slug"])

    @property
    def token(self) -> str:
        return str(self.facts["token"])

    def codes(self) -> Iterator[str]:
        """Give the codes of tickets that have not come yet, from all over the crowd."""
        return (code_of(n * STRIDE % self.size) for n in range(self.used[TICKETS], self.size))

    def pids(self) -> list[int]:
        """Return all processes that work for this site: of the server, and of its database."""
        return family(self.pid) + (family(self.postmaster) if self.postmaster else [])

    def run(self, load: Load) -> tuple[Result, float]:
        """Run a load; return with it the CPU seconds of all processes that took part."""
        pids = self.pids()
        before = cpu_seconds(pids)
        result = run_load(load)
        return result, cpu_seconds({*pids, *self.pids()}) - before

    def memory_of_server(self) -> float:
        """Return how many megabytes the server takes, without PostgreSQL."""
        return memory(family(self.pid))

    def memory(self) -> str:
        """Say how many megabytes the server takes, and PostgreSQL beside it."""
        beside = f" + {memory(family(self.postmaster)):.0f}" if self.postmaster else ""
        return f"{self.memory_of_server():.0f}{beside}"


@contextmanager
def serve(checkout: Path, database: str, size: int) -> Iterator[Site]:
    """Fill a new database by the means of a checkout, and serve it; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _database(database, folder) as url:
        port = free_port()
        wanted = {"database_url": url, "folder": folder, "size": size, "port": port}
        facts = run_script(checkout, PREPARE, **wanted)
        _settle(url)
        env = environment(
            url, Path(folder), BASE_URL=f"http://localhost:{port}", PAGE_CACHE_SECONDS="1"
        )
        with process(facts["command"], env, checkout) as running:
            wait_until_ready(f"http://localhost:{port}", running)
            site = Site(database, url, size, port, facts, running.pid, postgresql_server(url))
            asyncio.run(_enter(site))
            yield site


def measure_in_process(
    checkout: Path, database: str, works: Sequence[str], *, layers: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """Return by work what each round took in seconds, `cpu` and `wall`, and its `units`.

    `layers`: and of what "scans" and "bookings" are made; this checkout alone can say.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _database(database, folder) as url:
        wanted = {"database_url": url, "folder": folder, "works": works, "layers": list(layers)}
        return run_script(checkout, IN_PROCESS, **wanted)


@contextmanager
def fresh_database(database: str) -> Iterator[tuple[str, str]]:
    """Make an empty database and a folder; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _database(database, folder) as url:
        yield url, folder


@contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    if kind == "SQLite":
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    url = new_database()
    try:
        yield url
    finally:
        name = sa.make_url(url).database
        _run_alone(url, f'DROP DATABASE "{name}" WITH (FORCE)', database="postgres")


def _settle(url: str) -> None:
    # PostgreSQL does it by itself, a minute later: in the middle of what is measured.
    if not url.startswith("sqlite"):
        _run_alone(url, "VACUUM ANALYZE")


def _run_alone(url: str, statement: str, database: str | None = None) -> None:
    address = sa.make_url(url)
    engine = sa.create_engine(
        address.set(database=database or address.database), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


async def _enter(site: Site) -> None:
    """Open the form of a booking, and log in as an organiser."""
    guest, organiser = Client(site.port), Client(site.port)
    site.form = await form_of(guest, f"/{site.slug}/tickets")
    site.guest = guest.cookies
    await post_booking(site.slug, site.form)(guest)
    login = await form_of(organiser, "/orga/anmelden")
    login |= {"email": site.facts["email"], "password": site.facts["password"]}
    await send(organiser, "/orga/anmelden", login)
    site.organiser = organiser.cookies
    guest.close()
    organiser.close()
