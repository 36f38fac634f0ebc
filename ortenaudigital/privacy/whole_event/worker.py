"""A round of the worker: let requests lapse, and go on with what a job did not end."""

from collections.abc import Callable
from datetime import datetime

from ortenaudigital.kernel.db import transaction
from ortenaudigital.privacy.whole_event.commands import go_on, lapse


def look_after_erasures(clock: Callable[[], datetime]) -> int:
    """Let lapse what nobody confirmed, and ask for jobs that are missing; return how many."""
    with transaction():
        return lapse(clock()) + go_on(clock())
