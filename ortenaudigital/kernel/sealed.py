"""Ids that make repeats harmless, sealed: whoever reads the database can repeat nothing.

A form or a phone draws an id and sends it again with each repeat; whoever knows it is answered with
what it made. So the database keeps 16 bytes of HMAC-SHA256 over it, keyed with `TICKET_KEY`, which
belongs to the database as long as its codes do. A domain goes in as well, so that the id of one
kind of thing never finds another.
"""

import hmac
import json
from uuid import UUID

from flask import current_app
from sqlalchemy import Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

SEALED_BYTES = 16


class SealedId(UUID):
    """An id as the database keeps it. It cannot be turned back."""


def seal(domain: str, request_id: UUID, *content: str | int) -> SealedId:
    """Seal an id, with what was sent under it: other content under the same id is another id."""
    # No message of codes.derive begins with a bracket, though the key is the same.
    message = json.dumps(["sealed", domain, str(request_id), *content]).encode()
    key = str(current_app.config["TICKET_KEY"]).encode()
    return SealedId(bytes=hmac.digest(key, message, "sha256")[:SEALED_BYTES])


class SealedUuid(TypeDecorator[UUID]):
    """A column that seals each id on its way in; nothing else can get into the database.

    What is sealed already stays as it is.
    """

    impl = Uuid
    cache_ok = True

    def __init__(self, domain: str) -> None:
        super().__init__()
        self.domain = domain

    def process_bind_param(self, value: UUID | None, _: Dialect) -> UUID | None:
        """Seal an id, unless it is sealed."""
        if value is None or isinstance(value, SealedId):
            return value
        return seal(self.domain, value)

    def process_result_value(self, value: UUID | None, _: Dialect) -> SealedId | None:
        """Give back what was stored, marked as sealed."""
        return None if value is None else SealedId(int=value.int)
