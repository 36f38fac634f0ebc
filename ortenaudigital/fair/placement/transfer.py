"""What of placing is copied to the next edition: nothing, since everybody is placed anew."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(leaves=frozenset({"placing", "placing_step", "proposal", "proposal_slot"}))
