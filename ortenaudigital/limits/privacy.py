"""Which personal data the limits hold: hashes under a key, from which nobody can read whose."""

from sqlalchemy import delete

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Holder, Request, columns_of
from ortenaudigital.limits.commands import Claim
from ortenaudigital.limits.models import Bucket
from ortenaudigital.limits.rules import (
    ASKED_LETTERS,
    CHANGE_LETTERS,
    CHANGES,
    CONFIRM_LETTERS,
    CONTACT_LETTERS,
    EXHIBITOR_LETTERS,
    LINK_LETTERS,
    LOGINS_TO_ACCOUNT,
    UNASKED_LETTERS,
    WAIT_LIST_LETTERS,
)


class LimitsHolder(Holder):
    """The buckets. They go by themselves within days (`forget_full_buckets`)."""

    columns = columns_of("limit_bucket", no_person="key")

    def erase(self, request: Request) -> None:
        """Delete the buckets of a mailbox and of its bookings."""
        address = request.person.address.strip().lower()
        mailbox = (
            UNASKED_LETTERS,
            ASKED_LETTERS,
            CHANGE_LETTERS,
            CONFIRM_LETTERS,
            CONTACT_LETTERS,
            LINK_LETTERS,
            EXHIBITOR_LETTERS,
            WAIT_LIST_LETTERS,
        )
        claims = [Claim(limit, address) for limit in mailbox]
        places = ("shared", "elsewhere")
        claims += [Claim(LOGINS_TO_ACCOUNT, f"{place}:{address}") for place in places]
        claims += [Claim(CHANGES, subject) for subject in request.person.ids_of()]
        keys = [claim.key for claim in claims]
        db.session.execute(delete(Bucket).where(Bucket.key.in_(keys)))
