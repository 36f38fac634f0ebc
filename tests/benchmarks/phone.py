"""Measure a phone at the door: a verdict, the first load of the list, and what changes later."""

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.benchmarks.crowd import code_of, fill
from tests.benchmarks.frame.settings import Settings
from tests.benchmarks.frame.table import figure, markdown
from tests.benchmarks.frame.told import tell
from tests.browser.chromium import chromium, new_context
from tests.browser.door.phones import PHONE_SCRIPT, pairing_link, scan_all
from tests.browser.people import await_verdict
from tests.browser.site import open_app
from tests.factories import make_device, make_event_today, request_id
from tests.servers import environment, web_server
from tests.smtp import free_port

HEADS = ("tickets", "what", "p50", "p95")
WORKERS = 2
SIZES = (1_000, 50_000, 200_000)
SLOWER = (1, 4)
SCANS, ROUNDS, CHANGES = 100, 3, 100
SLUG = "messung"
DELTA = """async () => {
  const before = (await testPhone.list()).cursor;
  const started = performance.now();
  dispatchEvent(new Event("online"));
  while ((await testPhone.list()).cursor === before) await new Promise((go) => setTimeout(go, 2));
  return performance.now() - started;
}"""
STORED = "async () => (await navigator.storage.estimate()).usage"


@dataclass
class Wire:
    """Counts what the list takes on the wire, compressed and with its headers."""

    bytes: int = 0

    def watch(self, devtools: CDPSession) -> None:
        self._wanted: set[str] = set()
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self._sent)
        devtools.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        if "/einlass/api/list" in event["request"]["url"]:
            self._wanted.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._wanted:
            self.bytes += int(event["encodedDataLength"])


def measure_phone(_: Settings) -> str:
    """Measure Chromium with lists of three lengths, its server beside it."""
    lines: list[list[str]] = []
    with sync_playwright() as playwright, chromium(playwright) as browser:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder, _hall(Path(folder), size) as app:
                tell(f"A phone with {size:,} tickets on its list")
                lines += [[f"{size:,}", *each] for each in _measure(browser, app)]
    return markdown(HEADS, lines, texts=2)


@contextmanager
def _hall(folder: Path, size: int) -> Iterator[Flask]:
    """Serve an event of so many tickets."""
    url, port = f"sqlite:///{folder}/phone.sqlite3", free_port()
    with open_app(url, folder, port) as app, app.app_context():
        fill(make_event_today(slug=SLUG, quota=1_000_000), size)
        db.session.rollback()
        env = environment(url, folder, BASE_URL=f"http://localhost:{port}")
        with web_server(port, env, WORKERS):
            yield app


def _measure(browser: Browser, app: Flask) -> Iterator[tuple[str, str, str]]:
    link, wire = pairing_link(SLUG, "Messung"), Wire()
    with new_context(browser) as context:
        context.add_init_script(PHONE_SCRIPT)
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        wire.watch(devtools)
        yield from _load(page, link, wire)
        for number, slower in enumerate(SLOWER):
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            shown = scan_all(page, [code_of(SCANS * number + n) for n in range(SCANS)])
            assert {each.word for each in shown} == {"Willkommen"}
            times = [each.milliseconds for each in shown]
            yield _line(f"code read → verdict painted, CPU 1/{slower}", times)
            page.evaluate("testPhone.sent()")
            yield _line(f"{CHANGES} changes → on the phone, CPU 1/{slower}", _deltas(page, number))


def _load(page: Page, link: str, wire: Wire) -> Iterator[tuple[str, str, str]]:
    page.goto(link)
    await_verdict(page, "Gekoppelt")
    before = page.evaluate(STORED)
    milliseconds = page.evaluate("""async () => {
      await testPhone.listed();
      return performance.now();
    }""")
    stored = page.evaluate(STORED) - before
    yield "link opened → list loaded, ms", figure(milliseconds), ""
    yield "list on the wire, MB", figure(wire.bytes / 1e6), ""
    yield "list stored, MB", figure(stored / 1e6), ""


def _deltas(page: Page, number: int) -> list[float]:
    """Let another phone let people in, and this one hear of it."""
    event = get_event(SLUG)
    _, token = make_device(event, f"Nebeneingang {number}", now=utc_now())
    times = []
    for turn in range(ROUNDS):
        # Nobody whom the phone itself let in.
        first = SCANS * len(SLOWER) + CHANGES * (ROUNDS * number + turn)
        _let_in(token, range(first, first + CHANGES))
        times.append(page.evaluate(DELTA))
    return times


def _let_in(token: str, numbers: range) -> None:
    with transaction():
        device = get_device_by_token(token, utc_now())
        for number in numbers:
            scan(device, ScanRequest(request_id(), code_of(number), utc_now()), utc_now())


def _line(what: str, times: Sequence[float]) -> tuple[str, str, str]:
    p95 = sorted(times)[int((len(times) - 1) * 0.95)]
    return f"{what}, ms", figure(statistics.median(times)), figure(p95)
