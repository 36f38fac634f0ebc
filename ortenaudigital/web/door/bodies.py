"""What phones send, but for the scans themselves, which files hold as well."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from ortenaudigital.web.shared.requests.scan_entries import Spoken, Storable

MOST_SCANS = 500


class ScansBody(BaseModel):
    """Up to 500 entries, each of which is read by itself."""

    scans: Annotated[list[Any], Field(max_length=MOST_SCANS)]


class PairBody(BaseModel):
    """The one-time secret of a pairing link."""

    secret: Annotated[Storable, Field(max_length=200)]


class ContactBody(BaseModel):
    """What a phone says of itself: how many scans it still holds, and which app it runs."""

    unsent: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
    version: Annotated[Spoken, Field(max_length=40)] = ""
