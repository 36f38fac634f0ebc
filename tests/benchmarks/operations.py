"""What is measured, as a browser or a phone does it: each function makes an operation to repeat."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks.load import Answer, Client, Operation, UsedUp

FORM = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}
GUEST = {"number": "1", "first_name": "Erika", "last_name": "Last", "email": "erika@example.org"}
_FIELD = re.compile(
    rb'<input(?=[^>]* name="(csrf_token|request_id|ticket_type)")(?=[^>]* value="([^"]+)")'
)


def get(path: str) -> Operation:
    """Ask for one page."""
    return get_each(cycle([path]))


def get_each(paths: Iterator[str]) -> Operation:
    """Ask for one page after the other, over all clients."""

    async def operation(client: Client) -> None:
        path = next(paths, None)
        if path is None:
            raise UsedUp
        answer = await client.request("GET", path)
        assert answer.status == 200, (path, answer.status)

    return operation


async def form_of(client: Client, path: str) -> dict[str, str]:
    """Return the hidden fields of a page's form, of several the last with its name."""
    page = await client.request("GET", path)
    assert page.status == 200, (path, page.status)
    return {name.decode(): value.decode() for name, value in _FIELD.findall(page.content)}


async def send(client: Client, path: str, fields: Mapping[str, str]) -> Answer:
    """Send a form that is answered by leading elsewhere."""
    answer = await client.request("POST", path, urlencode(fields).encode(), **FORM)
    assert answer.status in (302, 303), (path, answer.status, answer.content)
    return answer


def post_booking(slug: str, form: Mapping[str, str]) -> Operation:
    """Send the form of a booking; returns where the booking is."""

    async def operation(client: Client) -> str:
        fields = {**form, **GUEST, "request_id": str(uuid4())}
        sent = await send(client, f"/{slug}/tickets", fields)
        return sent.headers["location"]

    return operation


def book(slug: str) -> Operation:
    """Look at the event, open the form, send it, and open the booking's own page."""

    async def operation(client: Client) -> str:
        client.cookies.clear()
        await get(f"/{slug}/")(client)
        fields = await form_of(client, f"/{slug}/tickets")
        sent = await send(client, f"/{slug}/tickets", fields | GUEST)
        await get(sent.headers["location"])(client)
        return sent.headers["location"]

    return operation


def scan(token: str, codes: Iterator[str], number: int = 1) -> Operation:
    """Send so many scans a request, each of another ticket, over all clients."""

    async def operation(client: Client) -> None:
        taken = list(islice(codes, number))
        if len(taken) < number:
            raise UsedUp
        answer = await call(client, "POST", "scans", token, {"scans": _entries(taken)})
        verdicts = {result["verdict"] for result in answer["results"]}
        assert verdicts == {"welcome"}, verdicts

    return operation


def _entries(codes: Sequence[str]) -> list[dict[str, str]]:
    at = datetime.now(UTC).isoformat()
    return [
        {"scan_id": str(uuid4()), "code": code, "scanned_at": at, "verdict": "welcome"}
        for code in codes
    ]


def contact(token: str) -> Operation:
    """Report like a phone that has nothing to say."""

    async def operation(client: Client) -> None:
        await report(client, token)

    return operation


async def report(client: Client, token: str) -> Any:
    """Report, and return how the door stands."""
    return await call(client, "POST", "contact", token, {"unsent": 0, "version": "bench"})


def read_list(token: str, cursor: str = "") -> Operation:
    """Ask for what changed on the list of tickets since then; for its first page, since ever."""

    async def operation(client: Client) -> None:
        answer = await call(client, "GET", f"list?since={cursor}", token)
        assert answer["tickets"]

    return operation


async def call(client: Client, method: str, path: str, token: str, body: Any = None) -> Any:
    """Call the interface of phones, and return what it answers."""
    headers = {"Content_Type": "application/json", "Authorization": f"Bearer {token}"}
    sent = json.dumps(body).encode() if body else b""
    answer = await client.request(method, f"/einlass/api/{path}", sent, **headers)
    assert answer.status == 200, (path, answer.status, answer.content)
    return json.loads(answer.content)
