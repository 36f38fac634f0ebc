"""What of the door is copied to the next edition: nothing; phones are paired anew each time."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(
    leaves=frozenset(
        {"device", "walk_in_share", "scan", "admission", "admission_count", "visitor_count"}
    )
)
