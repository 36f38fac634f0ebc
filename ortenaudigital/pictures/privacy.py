"""Which personal data pictures hold: none of their own."""

from datetime import datetime, timedelta

from sqlalchemy import update

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.event_rows import EventRows
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Going, Holder, columns_of
from ortenaudigital.pictures.commands import delete_unused
from ortenaudigital.pictures.models import Picture
from ortenaudigital.pictures.rules import UNUSED_FOR

AT_ONCE = 100


class PicturesHolder(Holder):
    """Logos and floor plans, made to be published; what came with the files was never kept.

    Whoever shows one says whose it is, and refers to it no more when that is erased. It is deleted
    then (`worker`).
    """

    columns = columns_of(
        "picture", published="content small_content", no_person="digest media_type"
    )

    def erase_event(self, going: Going) -> int:
        """Let the pictures of an event be old, so that they go as soon as nothing shows them."""
        old = going.now - UNUSED_FOR - timedelta(days=1)
        number = 0
        for shown in EventRows(going.event_id).references_to(Picture.__table__):
            young = update(Picture).where(Picture.id.in_(shown), Picture.created_at > old)
            aged = young.values(created_at=old).execution_options(synchronize_session=False)
            number += row_count(db.session.execute(aged))
        return number

    def tidy_up(self, _now: datetime) -> None:
        """Delete the pictures that nothing shows any more; what others show stays."""
        while delete_unused(_now, AT_ONCE) == AT_ONCE:
            pass
