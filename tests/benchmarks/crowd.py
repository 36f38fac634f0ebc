"""Tickets by the hundred thousand, written in bulk: booked one by one they would take hours."""

import base64
import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from alembic.script import ScriptDirectory
from sqlalchemy import Table, text, update
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import READABLE, fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import name_key, search_text

BATCH = 20_000
COUNTED = ("ticket", "admission")
TICKETS_A_BOOKING = 2
BOOKED_WITHIN = timedelta(days=120)
REFERENCES = len(READABLE) ** 6
# Coprime to their number, so that references come in no order, and never twice.
STRIDE = 500_000_003
FIRST_NAMES = (
    "Erika",
    "Jürgen",
    "Ayşe",
    "Łukasz",
    "Claire",
    "Uwe",
    "Hannah",
    "Emil",
    "Kurt",
    "Noé",
)
STARTS = ("Mül", "Schnei", "Wag", "Bürk", "Hu", "Mai", "Schä", "Kö", "Lan", "Bau", "Ro", "Neu")
MIDDLES = ("ler", "der", "ner", "le", "ber", "er", "fer", "nig", "ge", "mann", "ser", "kamp")
ENDINGS = ("", "", "", "-Schmidt", "-Weiß", "sohn", "hofer", " von Achern")

Row = Sequence[Any]


def code_of(number: int) -> str:
    """Return the code of a ticket of the crowd."""
    return base64.b32encode(hashlib.md5(b"%d" % number).digest()).decode().rstrip("=")  # noqa: S324  # nothing to protect


def reference_of(number: int) -> str:
    """Return the reference of a booking of the crowd."""
    rest, signs = number * STRIDE % REFERENCES, ""
    for _ in range(6):
        rest, sign = divmod(rest, len(READABLE))
        signs += READABLE[sign]
    return f"OD-{signs}"


def fill(event: Event, number: int, first: int = 0) -> None:
    """Give an event so many more tickets; call it inside an app's context, outside transactions."""
    kind = event.ticket_types[0]
    numbers = range(first, first + number)
    write(Booking, BOOKING_COLUMNS, _bookings(event, numbers))
    with uncounted():
        write(Ticket, TICKET_COLUMNS, _tickets(kind, numbers))
    counted = update(TicketType).where(TicketType.id == kind.id).values(revision=first + number)
    taken = update(Quota).where(Quota.id == kind.quota_id).values(taken=first + number)
    with db.engine.begin() as connection:
        connection.execute(counted)
        connection.execute(taken)
        # PostgreSQL would do it by itself, a minute later.
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))


@contextmanager
def uncounted() -> Iterator[None]:
    """Count once at the end what is written in bulk, not row by row as it happens."""
    enable = _disable_triggers()
    yield
    enable()
    script = ScriptDirectory("migrations").get_revision("inside_with_a_cancelled_ticket")
    assert script is not None
    with db.engine.begin() as connection:
        script.module.recount(connection)


def _disable_triggers() -> Callable[[], None]:
    """Keep the triggers of counts from running; return what lets them run again."""
    if db.engine.dialect.name == "postgresql":
        _run(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in COUNTED)
        return lambda: _run(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in COUNTED)
    with db.engine.begin() as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN {}"
        found = connection.exec_driver_sql(query.format(COUNTED))
        triggers: dict[str, str] = {row.name: row.sql for row in found}
    _run(f"DROP TRIGGER {name}" for name in triggers)
    return lambda: _run(triggers.values())


def _run(statements: Iterable[str]) -> None:
    with db.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def id_of(kind: bytes, number: int) -> UUID:
    return UUID(bytes=hashlib.md5(b"%b%d" % (kind, number)).digest())  # noqa: S324  # nothing to protect


BOOKING_COLUMNS = (
    *("id", "event_id", "reference", "request_id", "key_hash", "language"),
    *("first_name", "last_name", "email", "address_key", "search_text", "sort_name"),
    *("ticket_count", "created_at", "at_door"),
)


def _bookings(event: Event, numbers: range) -> Iterator[Row]:
    draw, now, event_id = random.Random(numbers.start), utc_now(), event.id
    pace = BOOKED_WITHIN / max(len(numbers), 1)
    for number in numbers[::TICKETS_A_BOOKING]:
        own = id_of(b"booking", number)
        first = draw.choice(FIRST_NAMES)
        last = draw.choice(STARTS) + draw.choice(MIDDLES) + draw.choice(ENDINGS)
        reference = reference_of(number)
        email = f"{number}@example.org"
        search = search_text(first, last, reference, email)
        key = hashlib.sha256(own.bytes).digest()
        at = now - pace * (numbers.stop - number)
        yield (
            *(own, event_id, reference, own, key, "de", first, last, email, email),
            *(search, name_key(last, first), TICKETS_A_BOOKING, at, False),
        )


TICKET_COLUMNS = (
    *("id", "booking_id", "ticket_type_id", "position", "name", "reissue"),
    *("code_hash", "revision"),
)


def _tickets(kind: TicketType, numbers: range) -> Iterator[Row]:
    type_id = kind.id
    for number in numbers:
        place = (number - numbers.start) % TICKETS_A_BOOKING
        booking = id_of(b"booking", number - place)
        code = fingerprint(code_of(number))
        yield id_of(b"ticket", number), booking, type_id, place + 1, "", 0, code, number + 1


def write(model: type[Any], columns: Sequence[str], rows: Iterator[Row]) -> None:
    """Write rows of these columns, with what the model says of its other ones."""
    table: Table = model.__table__
    usual = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in columns and isinstance(column.default, ScalarElementColumnDefault)
    }
    columns, rows = (*columns, *usual), ((*row, *usual.values()) for row in rows)
    with db.engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        write = _copy if connection.dialect.name == "postgresql" else _insert
        write(driver, table, columns, rows)


def _copy(driver: Any, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(driver: Any, table: Table, columns: Sequence[str], rows: Iterator[Row]) -> None:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    processors = [_processor(table, column) for column in columns]
    # Keys come in no order: with the usual two megabytes, each page of an index is written anew for
    # each of its rows, 86 GB for a million tickets.
    (usual,) = driver.execute("PRAGMA cache_size").fetchone()
    driver.execute("PRAGMA cache_size = -1000000")
    while batch := list(islice(rows, BATCH)):
        driver.executemany(
            statement,
            [[p(v) if p else v for p, v in zip(processors, row, strict=True)] for row in batch],
        )
    driver.execute(f"PRAGMA cache_size = {usual}")


def _processor(table: Table, column: str) -> Callable[[Any], Any] | None:
    dialect = db.engine.dialect
    return table.c[column].type.dialect_impl(dialect).bind_processor(dialect)
