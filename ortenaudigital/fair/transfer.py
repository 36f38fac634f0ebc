"""What of stands is copied to the next edition: all of it, and who holds none of them yet."""

from ortenaudigital.kernel.transfer import Transfer, as_it_is

TRANSFER = Transfer(copies={"stand": as_it_is, "slot": as_it_is})
