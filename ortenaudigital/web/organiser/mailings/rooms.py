"""Letters to guests and to exhibitors: the same pages, with addresses and rights of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import get_mailing
from ortenaudigital.mailings.rules import Audience
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import needs


@dataclass(frozen=True)
class Room:
    """The pages of one audience: where they are, who may use them, how their views are called."""

    audience: Audience
    permission: Permission
    path: str
    prefix: str

    @property
    def id_name(self) -> str:
        """Return what the id of a mailing is called in an address."""
        return f"{self.prefix}mailing_id"

    def endpoint(self, view: str) -> str:
        """Return the endpoint of a view for this audience."""
        return f"organiser.{self.prefix}{view}"

    def url(self, view: str, mailing: Mailing | None = None, **more: Any) -> str:
        """Return the address of a view, about a mailing or about all."""
        if mailing is not None:
            more[self.id_name] = mailing.id
        return url_for(self.endpoint(view), slug=g.event.slug, **more)

    def go(self, view: str, mailing: Mailing | None = None, **more: Any) -> ResponseReturnValue:
        """Lead to a view after something was done."""
        return redirect(self.url(view, mailing, **more), 303)


ROOMS = (
    Room(Audience.GUESTS, Permission.LETTERS_WRITE, "/<slug>/rundbriefe", ""),
    Room(Audience.EXHIBITORS, Permission.FAIR_WRITE, "/<slug>/aussteller/rundbriefe", "fair_"),
)
View = Callable[..., ResponseReturnValue]


def page(path: str = "", method: str = "GET") -> Callable[[View], View]:
    """Offer a view for both audiences; `<id>` in its path stands for a mailing, which it gets."""

    def offer(view: View) -> View:
        for room in ROOMS:
            rule = room.path + path.replace("<id>", f"<int:{room.id_name}>")
            bound = needs(room.permission)(_bound(view, room))
            name = room.prefix + view.__name__
            organiser.add_url_rule(rule, name, bound, methods=[method])
        return view

    return offer


def _bound(view: View, room: Room) -> View:
    @wraps(view)
    def call(**values: int) -> ResponseReturnValue:
        if room.id_name not in values:
            return view(room)
        return view(room, get_mailing(g.event, room.audience, values[room.id_name]))

    return call
