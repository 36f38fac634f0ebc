"""What of the portal is copied to the next edition: the documents, and nothing of exhibitors."""

from ortenaudigital.kernel.transfer import Transfer, as_it_is

TRANSFER = Transfer(
    copies={"paper": as_it_is},
    leaves=frozenset(
        {
            *("pass_booking", "pass_grant", "person", "message", "paper_confirmation"),
            *("furniture_order", "correction", "contact_change"),
        }
    ),
)
