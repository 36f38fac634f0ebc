"""What of bookings is copied to the next edition: views of the list. The rest is people's."""

from ortenaudigital.bookings.lists.rules import next_year
from ortenaudigital.kernel.transfer import Edition, Row, Transfer


def _view(row: Row, edition: Edition) -> Row:
    return {"query": next_year(row["query"], edition.shift)}


TRANSFER = Transfer(
    copies={"saved_view": _view},
    leaves=frozenset(
        {
            "address_change",
            "booking",
            "booking_search",
            "ticket",
            "retired_code",
            "booked_count",
            "hold",
            "access_code",
            "access_code_type",
            "invitation",
            "pending_booking",
            "answer",
            *("letter_round", "attendance_answer"),
            *("booking_group", "group_guest"),
            "booking_needs",
            "booking_note",
            *("bulk_run", "bulk_step"),
            "need_done",
            "wait_list_entry",
        }
    ),
)
