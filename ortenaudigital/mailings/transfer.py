"""What of letters to many goes along to the next edition: what is written, as drafts to nobody."""

from uuid import uuid4

from ortenaudigital.kernel.transfer import Edition, Row, Transfer, as_it_is
from ortenaudigital.mailings.rules import MailingState


def _as_draft(_: Row, __: Edition) -> Row:
    return {
        "request_id": uuid4(),
        # Days and questions have other names next year.
        "selection": "",
        "state": MailingState.DRAFT,
        "version": 1,
        **dict.fromkeys(("selected_at", "due_at", "finished_at", "counted", "counted_at")),
        **dict.fromkeys(("recipients", "left_out", "reached"), 0),
    }


TRANSFER = Transfer(
    copies={"mailing": _as_draft, "mailing_text": as_it_is},
    leaves=frozenset({"mailing_recipient"}),
)
