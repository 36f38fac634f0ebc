"""The works of the table, in the order in which they are measured: later ones use the earlier."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from tests.benchmarks.frame.settings import Settings
from tests.benchmarks.frame.sites import TICKETS, Site
from tests.benchmarks.frame.table import NOOP
from tests.benchmarks.load import Client, Load, Operation, Result
from tests.benchmarks.operations import (
    book,
    contact,
    get,
    get_each,
    post_booking,
    read_list,
    report,
    scan,
)

WARM_UP_SECONDS = 0.4
BATCH, MOST = 100, 500
DOCUMENTS = "documents"


@dataclass(frozen=True)
class Work:
    """One thing that the product does, as somebody outside asks for it.

    `operation` makes what a load repeats; `units` is how much one operation does; `most` is with
    how many clients at once it is asked for at most; `uses` is the stock that it uses up.
    """

    name: str
    operation: Callable[[Site], Operation]
    who: str = ""
    units: int = 1
    most: int = 32
    uses: str = ""


def clients_of(work: Work, settings: Settings) -> list[int]:
    """Return with how many clients a work is measured: as set, but not with more than it bears."""
    return sorted({min(each, work.most) for each in settings.clients})


def measure(work: Work, site: Site, clients: int, seconds: float) -> tuple[Result, float]:
    """Load a site with a work; return how it went and the CPU seconds of all its processes."""
    cookies = {"guest": site.guest, "organiser": site.organiser}.get(work.who)
    load = Load(work.operation(site), site.port, clients, seconds, cookies, work.units)
    result, cpu = site.run(load)
    if not result.number:
        raise RuntimeError(f"{work.name}: no operation came to its end; take a larger SIZE")
    # With what was on its way when the load ended.
    site.used[work.uses] += (result.number + clients) * work.units
    site.bookings += result.answers
    return result, cpu


def chosen(settings: Settings) -> list[Work]:
    """Return the works that are wanted, and the no-op route, which is the unit of all."""
    return [work for work in WORKS if work.name == NOOP or settings.wants(work.name)]


def warm_up(work: Work, site: Site) -> None:
    """Have templates compiled and connections made before anything is measured."""
    measure(work, site, min(8, work.most), WARM_UP_SECONDS)


def _scans(number: int) -> Callable[[Site], Operation]:
    return lambda site: scan(site.token, site.codes(), number)


def _pages_of_bookings(site: Site) -> Operation:
    return get_each(cycle(random.sample(site.bookings, len(site.bookings))))


def _new_documents(site: Site) -> Operation:
    """Ask for documents that nobody has asked for yet."""
    fresh = site.bookings[site.used[DOCUMENTS] :]
    return get_each(f"{address}/tickets.pdf" for address in fresh)


def _changes(site: Site) -> Operation:
    """Ask for a hundred changes: another phone has let in as many meanwhile."""
    asyncio.run(_change(site))
    return read_list(site.token, site.cursor)


async def _change(site: Site) -> None:
    client = Client(site.port)
    site.cursor = (await report(client, site.token))["newest"]
    await scan(site.token, site.codes(), BATCH)(client)
    site.used[TICKETS] += BATCH
    client.close()


def _page(path: str) -> Callable[[Site], Operation]:
    return lambda site: get(f"/orga/{site.slug}/{path}")


WORKS = (
    Work(NOOP, lambda site: get("/healthz")),
    Work("event page", lambda site: get(f"/{site.slug}/")),
    Work("booking form", lambda site: get(f"/{site.slug}/tickets")),
    Work("POST of a booking", lambda site: post_booking(site.slug, site.form), "guest"),
    Work("booking's page", _pages_of_bookings),
    Work("whole booking", lambda site: book(site.slug)),
    Work("ticket PDF", _new_documents, most=8, uses=DOCUMENTS),
    Work("scan, one a request", _scans(1), uses=TICKETS),
    Work(f"scan, {BATCH} a request", _scans(BATCH), units=BATCH, uses=TICKETS),
    Work(f"scan, {MOST} a request", _scans(MOST), units=MOST, most=1, uses=TICKETS),
    Work("contact of a phone", lambda site: contact(site.token)),
    Work("door list, first page", lambda site: read_list(site.token), most=8),
    Work(f"door list, {BATCH} changes", _changes),
    Work("organiser: overview", _page(""), "organiser"),
    Work("organiser: live page", _page("einlass"), "organiser"),
    Work("organiser: bookings", _page("buchungen"), "organiser"),
    Work("organiser: search", _page("buchungen?q=m%C3%BCller"), "organiser"),
)
