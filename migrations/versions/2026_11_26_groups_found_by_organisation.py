"""Bookings of groups are found by the organisation as well.

Revision: groups_by_name
After: passes
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.text import search_text

revision = "groups_by_name"
down_revision = "passes"
branch_labels = None
depends_on = None

# Triggers on `booking` have what it is found by follow.
FOUND = sa.text("UPDATE booking SET search_text = :words WHERE id = :id")
OF_GROUPS = sa.text(
    "SELECT booking.id, booking.search_text, organisation FROM booking_group"
    " JOIN booking ON booking.id = booking_id"
    # Who is forgotten is found by nothing.
    " WHERE booking.search_text <> ''"
)


def upgrade() -> None:
    connection = op.get_bind()
    for booking_id, words, organisation in connection.execute(OF_GROUPS).all():
        added = search_text(organisation)
        if added not in words:
            connection.execute(FOUND, {"id": booking_id, "words": f"{words} {added}"})


def downgrade() -> None:
    # To be found by one word more does no harm.
    pass
