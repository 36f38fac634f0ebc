"""What is measured, as a browser or a phone does it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks.load import Client, Operation, UsedUp

FORM = {"Content_Type": "application/x-www-form-urlencoded"}
_FIELD = re.compile(rb'name="(request_id|ticket_type)"[^>]* value="([^"]+)"')


async def _get(path: str, client: Client, _: int) -> None:
    answer = await client.request("GET", path)
    assert answer.status == 200, answer.status


def get(path: str) -> Operation:
    return partial(_get, path)


async def _book(slug: str, client: Client, _: int) -> None:
    """Open the form, send it, and open the booking's own page."""
    client.cookies.clear()
    page = await client.request("GET", f"/{slug}/tickets")
    fields = {name.decode(): value.decode() for name, value in _FIELD.findall(page.body)}
    fields |= {"number": "1", "first_name": "Erika", "last_name": "Last"}
    fields["email"] = "erika@example.org"
    sent = await client.request("POST", f"/{slug}/tickets", urlencode(fields).encode(), **FORM)
    assert sent.status == 303, sent.body
    shown = await client.request("GET", sent.headers["location"])
    assert b"qr.png" in shown.body


def book(slug: str) -> Operation:
    return partial(_book, slug)


async def _scan(token: str, codes: Iterator[str], client: Client, _: int) -> None:
    code = next(codes, None)
    if code is None:
        raise UsedUp
    entry = {
        "scan_id": str(uuid4()),
        "code": code,
        "scanned_at": datetime.now(UTC).isoformat(),
        "verdict": "welcome",
    }
    answer = await _call("POST", "scans", token, client, {"scans": [entry]})
    assert answer["results"][0]["verdict"] in ("welcome", "already_in"), answer


def scan(token: str, codes: list[str]) -> Operation:
    """Read one code after the other, each once, over all clients."""
    return partial(_scan, token, iter(codes))


async def _contact(token: str, client: Client, _: int) -> None:
    await _call("POST", "contact", token, client, {"unsent": 0, "version": "bench"})


def contact(token: str) -> Operation:
    """Report like a phone that has nothing to say."""
    return partial(_contact, token)


async def _changes(token: str, cursor: str, client: Client, _: int) -> None:
    await _call("GET", f"list?since={cursor}", token, client)


def changes(token: str, cursor: str) -> Operation:
    """Ask for what changed on the list of tickets since then."""
    return partial(_changes, token, cursor)


async def _call(method: str, path: str, token: str, client: Client, body: Any = None) -> Any:
    headers = {"Content_Type": "application/json", "Authorization": f"Bearer {token}"}
    sent = json.dumps(body).encode() if body else b""
    answer = await client.request(method, f"/einlass/api/{path}", sent, **headers)
    assert answer.status == 200, answer
    return json.loads(answer.body)
