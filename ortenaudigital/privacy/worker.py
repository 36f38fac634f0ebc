"""Forget people when their day has come, and never let that stop anything else."""

import logging
from collections.abc import Callable
from datetime import datetime

from ortenaudigital.bookings.changes import delete_address_changes, delete_link_requests
from ortenaudigital.fair.applications.commands import delete_unconfirmed
from ortenaudigital.fair.applications.drafts.commands import delete_old_drafts
from ortenaudigital.installation.commands import advance_clock, newest_moment
from ortenaudigital.jobs.commands import delete_old_jobs
from ortenaudigital.kernel.db import db, empty_log, transaction
from ortenaudigital.limits.commands import forget_full_buckets
from ortenaudigital.privacy.commands import announce, carry_out
from ortenaudigital.privacy.rules import is_believable

log = logging.getLogger(__name__)


def keep_promise(clock: Callable[[], datetime]) -> None:
    """Announce what will be erased in a day, and erase what was announced a day ago.

    Raises nothing: whatever goes wrong is logged and tried again at the next turn.
    """
    try:
        _take_turn(clock)
    except Exception:
        log.exception("personal data could not be erased; it is tried again within the hour")
    finally:
        db.session.rollback()


def _take_turn(clock: Callable[[], datetime]) -> None:
    now, newest = clock(), newest_moment()
    if not is_believable(now, newest):
        log.error("nothing is erased: the clock says %s, the newest moment is %s", now, newest)
        return
    with transaction():
        advance_clock(now)
        delete_unconfirmed(now)
        delete_old_drafts(now)
        forget_full_buckets(now)
        delete_old_jobs(now)
        delete_address_changes(now)
        delete_link_requests(now)
        announced = announce(now)
    if announced is not None:
        log.warning("personal data will be erased after %s", announced.due_until)
    while _carry_out(now):
        pass
    if not empty_log():
        log.info("the log of the database is in use; it is emptied at the next turn")


def _carry_out(now: datetime) -> bool:
    with transaction():
        return carry_out(now)
