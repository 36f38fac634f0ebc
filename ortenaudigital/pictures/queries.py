"""Questions about pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, exists, select

from ortenaudigital.kernel.db import Base, db
from ortenaudigital.pictures.errors import UnknownPicture
from ortenaudigital.pictures.models import Picture


@dataclass(frozen=True)
class PictureFacts:
    """What a page needs to show a picture, without its bytes; sizes in pixels."""

    id: UUID
    digest: str
    width: int
    height: int
    # How wide the same picture is for lists, if there is one for them.
    small_width: int | None = None


def get_content(picture_id: UUID, digest: str) -> tuple[bytes, str]:
    """Return the bytes of a picture and their media type. Raises UnknownPicture."""
    return _content(Picture.content, picture_id, digest)


def get_small_content(picture_id: UUID, digest: str) -> tuple[bytes, str]:
    """Return the bytes of a picture as lists show it, and their media type. Raises UnknownPicture.

    `digest` is that of the large one.
    """
    return _content(Picture.small_content, picture_id, digest)


def find_facts(picture_id: UUID | None) -> PictureFacts | None:
    """Return what a page needs to show a picture, or None if there is none."""
    return list_facts([picture_id]).get(picture_id) if picture_id else None


def list_facts(picture_ids: list[UUID]) -> dict[UUID, PictureFacts]:
    """Return what a page needs to show pictures, by their ids; those that are gone are left out."""
    columns = (Picture.id, Picture.digest, Picture.width, Picture.height, Picture.small_width)
    rows = db.session.execute(select(*columns).where(Picture.id.in_(picture_ids)))
    return {row.id: PictureFacts(*row) for row in rows}


def list_unused(before: datetime, most: int) -> list[UUID]:
    """List pictures that are older and that no row of any table refers to."""
    query = select(Picture.id).where(Picture.created_at < before, *is_unused())
    return list(db.session.scalars(query.order_by(Picture.created_at).limit(most)))


def is_unused() -> list[ColumnElement[bool]]:
    """Say in SQL that no row of any table refers to a picture."""
    return [~exists().where(column == Picture.id) for column in _referring()]


def _content(column: Any, picture_id: UUID, digest: str) -> tuple[bytes, str]:
    query = select(column, Picture.media_type)
    chosen = query.where(Picture.id == picture_id, Picture.digest == digest)
    row = db.session.execute(chosen).one_or_none()
    if row is None or row[0] is None:
        raise UnknownPicture()
    return row[0], row.media_type


def _referring() -> Iterator[Column[UUID]]:
    # The tables say it themselves, so that no feature above can forget to.
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is Picture.__table__:
                yield key.parent
