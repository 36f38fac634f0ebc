"""What is measured, as a browser or a phone does it."""

import json
import re
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks.load import Client, Operation

FORM = {"Content_Type": "application/x-www-form-urlencoded"}
_FIELD = re.compile(rb'name="(csrf_token|request_id|ticket_type)"[^>]* value="([^"]+)"')


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


async def _scan(token: str, codes: list[str], client: Client, number: int) -> None:
    code = codes[hash((number, id(client), datetime.now(UTC))) % len(codes)]
    entry = {
        "scan_id": str(uuid4()),
        "code": code,
        "scanned_at": datetime.now(UTC).isoformat(),
        "verdict": None,
    }
    headers = {"Content_Type": "application/json", "Authorization": f"Bearer {token}"}
    body = json.dumps({"scans": [entry]}).encode()
    answer = await client.request("POST", "/einlass/api/scans", body, **headers)
    verdict = json.loads(answer.body)["results"][0]["verdict"]
    assert verdict in ("welcome", "already_in"), verdict


def scan(token: str, codes: list[str]) -> Operation:
    return partial(_scan, token, codes)
