"""Entries of scans, read field by field, from a phone itself or from a file that one has saved."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field
from pydantic import ValidationError as Unreadable

from ortenaudigital.checkin.commands import ScanRequest, check
from ortenaudigital.checkin.devices.paired import PairedDevice
from ortenaudigital.checkin.rules import Action, Outcome, Verdict, key_of, read_key
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.shared.answers.refusals import words_of

_BREAKS = "\t\n\r"
# They turn the text around that follows, on the pages of who reads it.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SLUG = re.compile(r"[a-z0-9-]{1,60}", re.ASCII)
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def _storable(text: str) -> str:
    # As nearly all codes are: to look at each character takes a thirtieth of a batch.
    if text.isascii() and text.isprintable():
        return text
    # PostgreSQL holds no NUL, half a surrogate cannot be written, and nobody needs the others.
    if any(unicodedata.category(each) in ("Cc", "Cs") and each not in _BREAKS for each in text):
        raise ValueError("control characters and halves of characters are not allowed")
    return text


def _straight(text: str) -> str:
    if _TURNS.intersection(text):
        raise ValueError("characters that turn the text around are not allowed")
    return text


def _moment(value: object) -> object:
    # Numbers and plain dates would be read as moments as well, but not as the phone meant them.
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("a moment as in RFC 3339, with its zone, is expected")
    return value


def _key(key: str) -> str:
    day, slug = read_key(key)
    if key_of(day, slug) != key or not _SLUG.fullmatch(slug):
        raise ValueError("a checkpoint such as 2027-10-01 or 2027-10-01/workshop is expected")
    return key


Storable = Annotated[str, AfterValidator(_storable)]
Spoken = Annotated[Storable, AfterValidator(_straight)]
CheckpointKey = Annotated[str, Field(max_length=100), AfterValidator(_key)]
TypeId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class ScanBody(BaseModel):
    """One scan, or another action, as the phone sends it."""

    scan_id: UUID
    code: Annotated[Storable, Field(max_length=500)]
    scanned_at: Annotated[AwareDatetime, BeforeValidator(_moment)]
    verdict: Verdict | Outcome | None = None
    action: Action = Action.SCAN
    reason: Annotated[Spoken, Field(max_length=200)] = ""
    undoes: UUID | None = None
    ticket_type: TypeId | None = None
    name: Annotated[Spoken, Field(max_length=100)] = ""
    checkpoint: CheckpointKey | None = None

    def scan_request(self) -> ScanRequest:
        """Return what the door makes of it."""
        return ScanRequest(
            scan_id=self.scan_id,
            code=self.code,
            scanned_at=self.scanned_at,
            shown=self.verdict,
            action=self.action,
            reason=" ".join(self.reason.split()),
            undoes=self.undoes,
            ticket_type_id=self.ticket_type,
            name=" ".join(self.name.split()),
            checkpoint=self.checkpoint,
        )


@dataclass(frozen=True)
class Fault:
    """An entry that cannot be taken: its place, its id if it has one, and why."""

    index: int
    scan_id: UUID | None
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """Write it for the phone, which puts this entry aside and sends the others on."""
        scan_id = str(self.scan_id) if self.scan_id else None
        return {
            "index": self.index,
            "scan_id": scan_id,
            "code": self.code,
            "message": self.message,
        }


def read_entries(
    raw: Sequence[Any], device: PairedDevice, now: datetime
) -> tuple[list[ScanRequest], list[Fault]]:
    """Read all entries of a request; return what is asked, and which entries are at fault."""
    requests: list[ScanRequest] = []
    faults: list[Fault] = []
    for index, each in enumerate(raw):
        try:
            scan_request = ScanBody.model_validate(each).scan_request()
            check(device, scan_request, now)
        except Unreadable as error:
            faults.append(Fault(index, _id_in(each), "unreadable", places(error, "scans", index)))
        except DomainError as error:
            faults.append(Fault(index, scan_request.scan_id, error.code, words_of(error)))
        else:
            requests.append(scan_request)
    return requests, faults


def _id_in(raw: Any) -> UUID | None:
    found = raw.get("scan_id") if isinstance(raw, dict) else None
    try:
        return UUID(found) if isinstance(found, str) else None
    except ValueError:
        return None


def places(error: Unreadable, *above: str | int) -> str:
    """Name the places of a request that do not fit, and what is wrong with each."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(
        ".".join(map(str, (*above, *fault["loc"]))) + ": " + fault["msg"] for fault in found
    )
