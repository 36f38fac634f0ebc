"""Which personal data reports hold: none, since they are made of counts."""

from ortenaudigital.kernel.personal import Holder, columns_of


class ReportsHolder(Holder):
    """Reports that were kept. Small groups are put together before they get in."""

    columns = {
        **columns_of("saved_report", no_person="figures"),
        # Who ticked it stands in the history, and is forgotten there.
        **columns_of("closing_tick", no_person="step"),
    }
