"""What of bookings is copied to the next edition: nothing, since they are people's."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(
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
            "need_done",
            "wait_list_entry",
        }
    )
)
