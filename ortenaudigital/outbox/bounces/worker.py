"""The round of the worker that reads what mail servers report."""

import logging

from ortenaudigital.adapters.imap import Account, MailboxTrouble, open_mailbox
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.bounces.commands import note_bounce
from ortenaudigital.outbox.bounces.rules import read_bounce

MOST_AT_ONCE = 200

log = logging.getLogger(__name__)


def read_reports(account: Account | None) -> int:
    """Read what came since the last time, and note it; return how many letters came back.

    A message is marked as read once it is noted, so that a worker that dies reads it again; none is
    deleted. Without an account there is nothing to do. Raises nothing when the mailbox is away.
    """
    if account is None:
        return 0
    number = 0
    try:
        with open_mailbox(account) as mailbox:
            for uid in mailbox.unread()[:MOST_AT_ONCE]:
                bounce = read_bounce(mailbox.fetch(uid))
                if bounce is not None:
                    with transaction():
                        number += note_bounce(bounce)
                mailbox.mark_read(uid)
    except MailboxTrouble as trouble:
        log.warning("the mailbox for reports cannot be read: %s", trouble)
    return number
