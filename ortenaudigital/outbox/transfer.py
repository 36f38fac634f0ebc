"""What of the outbox is copied to the next edition: nothing, it was written to people."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(leaves=frozenset({"letter"}))
