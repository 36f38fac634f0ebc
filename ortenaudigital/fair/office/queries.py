"""Questions for the files of the fair office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.inventory.models import Area, Slot, Stand
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import sort_key
from ortenaudigital.pictures.models import Picture


@dataclass(frozen=True)
class Sign:
    """What stands on the sign of a stand; without `days` it is theirs for the whole event.

    `address` is the page of the exhibitor, on which visitors give their contact.
    """

    label: str
    area: str
    days: tuple[date, ...]
    name: str
    address: str
    logo: bytes | None


@dataclass(frozen=True)
class Logo:
    """A logo and whose it is."""

    name: str
    content: bytes


def list_signs(event: Event, exhibitor_id: UUID | None = None) -> list[Sign]:
    """List the signs of an event in the order of its stands, or those of one exhibitor."""
    query = (
        select(
            *(Stand.label, Area.name.label("area"), Exhibitor.id, Exhibitor.name, Day.date),
            Exhibitor.logo_id,
        )
        .join(Slot, Slot.stand_id == Stand.id)
        .join(Day, Day.id == Slot.day_id)
        .join(Assignment, Assignment.slot_id == Slot.id)
        .join(Exhibitor, Exhibitor.id == Assignment.exhibitor_id)
        .outerjoin(Area, Area.id == Stand.area_id)
        .where(Stand.event_id == event.id, Assignment.held_until.is_(None))
        .where(Exhibitor.state == State.ACCEPTED, Exhibitor.name != "")
        .order_by(Stand.position, Stand.id, Exhibitor.id, Day.date)
    )
    if exhibitor_id is not None:
        query = query.where(Exhibitor.id == exhibitor_id)
    together: dict[tuple[str, UUID], list[Any]] = {}
    for row in db.session.execute(query):
        together.setdefault((row.label, row.id), []).append(row)
    logos = _contents([rows[0].logo_id for rows in together.values()])
    return [_sign(event, rows, logos) for rows in together.values()]


def signs_of(exhibitor: Exhibitor) -> list[Sign]:
    """List the signs of an exhibitor; one without a number while no stand is theirs."""
    event, logo_id = exhibitor.event, exhibitor.logo_id
    logo = _contents([logo_id]).get(logo_id) if logo_id else None
    anywhere = Sign("", "", (), exhibitor.name, _address(event, exhibitor.id), logo)
    return list_signs(event, exhibitor.id) or [anywhere]


def _address(event: Event, exhibitor_id: UUID) -> str:
    return f"{current_app.config['BASE_URL']}/{event.slug}/aussteller/{exhibitor_id}"


def _sign(event: Event, rows: Sequence[Any], logos: dict[UUID, bytes]) -> Sign:
    first, days = rows[0], tuple(row.date for row in rows)
    return Sign(
        label=first.label,
        area=first.area or "",
        days=() if len(days) == len(event.days) else days,
        name=first.name,
        address=_address(event, first.id),
        logo=logos.get(first.logo_id),
    )


def list_logos(event: Event) -> list[Logo]:
    """List the logos of the exhibitors that were accepted, by their names."""
    query = select(Exhibitor.name, Exhibitor.logo_id).where(
        Exhibitor.event_id == event.id, Exhibitor.state == State.ACCEPTED
    )
    rows = db.session.execute(query.where(Exhibitor.logo_id.is_not(None))).all()
    contents = _contents([row.logo_id for row in rows])
    logos = [Logo(row.name, contents[row.logo_id]) for row in rows if row.logo_id in contents]
    return sorted(logos, key=lambda logo: sort_key(logo.name))


def _contents(ids: Sequence[UUID | None]) -> dict[UUID, bytes]:
    known = [each for each in ids if each is not None]
    rows = db.session.execute(select(Picture.id, Picture.content).where(Picture.id.in_(known)))
    return {row.id: row.content for row in rows}
