"""What of applications is copied to the next edition: nothing, since people apply anew."""

from ortenaudigital.kernel.transfer import Transfer

TRANSFER = Transfer(
    leaves=frozenset(
        (
            *("exhibitor", "need", "need_day", "assignment", "application_draft"),
            *("exhibitor_answer", "exhibitor_task", "exhibitor_change"),
        )
    )
)
