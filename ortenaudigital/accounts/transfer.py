"""What of accounts is copied to the next edition: nothing; who works at it is decided anew."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(leaves=frozenset({"membership", "team_invitation"}))
