"""Keep pictures, and delete what nobody shows: inside one transaction of the caller."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from ortenaudigital.adapters.images import CleanPicture
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row, row_count
from ortenaudigital.pictures.models import Picture
from ortenaudigital.pictures.queries import is_unused, list_unused
from ortenaudigital.pictures.rules import UNUSED_FOR


def store_picture(picture: CleanPicture, now: datetime, small: CleanPicture | None = None) -> UUID:
    """Keep a picture that was made anew; return its id. A row that shows it refers to that.

    It may be kept before there is such a row: for a day nobody deletes it. `small` is the same
    picture as lists show it.
    """
    picture_id = uuid4()
    values = {
        "id": picture_id,
        "digest": picture.digest,
        "width": picture.width,
        "height": picture.height,
        "media_type": picture.media_type,
        "content": picture.content,
        "small_width": small and small.width,
        "small_content": small and small.content,
        "created_at": now,
    }
    insert_row(Picture, values)
    return picture_id


def lock_picture(picture_id: UUID | None) -> UUID | None:
    """Lock a picture until the commit, so that no row comes to refer to it; None if there is none.

    Stronger than other locks of rows, for which rows that refer to one need not wait.
    """
    query = select(Picture.id).where(Picture.id == picture_id).with_for_update()
    return db.session.scalar(query) if picture_id else None


def delete_if_unused(picture_id: UUID) -> None:
    """Delete a picture at once, unless a row still refers to it."""
    db.session.execute(delete(Picture).where(Picture.id == picture_id, *is_unused()))


def delete_unused(now: datetime, most: int) -> int:
    """Delete pictures that nobody has referred to for a day, the oldest first; return how many."""
    ids = list_unused(now - UNUSED_FOR, most)
    if not ids:
        return 0
    return row_count(db.session.execute(delete(Picture).where(Picture.id.in_(ids))))
