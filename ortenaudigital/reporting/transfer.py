"""What of reports is copied to the next edition: nothing, since it is what happened."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(leaves=frozenset({"saved_report", "closing_tick", "closing_notice"}))
