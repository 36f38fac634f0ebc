"""Which personal data reports hold: none, since they are made of counts."""

from ortenaudigital.kernel.personal import Going, Holder, columns_of, tables
from ortenaudigital.reporting.council.commands import keep_for_good


class ReportsHolder(Holder):
    """Reports that were kept. Small groups are put together before they get in."""

    columns = {
        **columns_of("saved_report", no_person="figures"),
        **columns_of("kept_report", no_person="timezone figures"),
        # Who ticked it stands in the history, and is forgotten there.
        **columns_of("closing_tick", no_person="step"),
    }
    of_event = tables("saved_report closing_tick closing_notice")

    def erase_event(self, going: Going) -> int:
        """Keep the figures of an event beyond it, once."""
        return int(keep_for_good(going.event_id, going.erasure_id, going.now))
