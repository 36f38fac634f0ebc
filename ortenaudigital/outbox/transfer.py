"""What of the outbox is copied to the next edition: the organisers' words, and no letter."""

from ortenaudigital.kernel.transfer import Transfer, as_it_is

TRANSFER = Transfer(
    copies={"letter_text": as_it_is, "letter_switch": as_it_is}, leaves=frozenset({"letter"})
)
