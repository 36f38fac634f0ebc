"""What of the portal is copied to the next edition: nothing yet, since it is exhibitors' own."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(leaves=frozenset({"pass_booking", "pass_grant"}))
