"""What of contacts is copied to the next edition: nothing, each was given for one fair."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(leaves=frozenset({"contact_grant"}))
