"""What of reports is copied to the next edition: nothing, they were about this one."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(leaves=frozenset({"feedback_report"}))
