"""The page of placing: stands and days, who fits into the one that is looked at, and totals."""

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.placement.commands import find_last_step
from ortenaudigital.fair.placement.errors import NotSeen, Unfit
from ortenaudigital.fair.placement.queries import list_given_back
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.fair.placement.rules.placements import Placements, SlotFacts
from ortenaudigital.fair.placement.telling import list_untold
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.placing.drawn import drawn_day, plans_of
from ortenaudigital.web.organiser.fair.placing.freed import list_freed
from ortenaudigital.web.organiser.fair.placing.shown import BEST, Board, in_words
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/<slug>/belegung")
@needs(Permission.FAIR_READ)
def placing() -> ResponseReturnValue:
    """Show whose the stands and pitches are, and who fits into the one in the address."""
    return show(None)


def show(error: DomainError | None) -> ResponseReturnValue:
    """Show the page, with what was refused."""
    event = g.event
    placements = read_placements(event, utc_now())
    # Whoever drags names needs these in sight, not who else would fit.
    slot = None if "dragged" in request.form else _chosen(placements)
    moving = placements.slots.get(_number("tausch"))
    words = request.args.get("q", "").strip()
    board = Board(event, placements, slot, moving, words)
    day = drawn_day(event)
    freed, more_freed = list_freed(placements, list_given_back(event))
    page = render_template(
        "organiser/fair/placing/placing.html",
        event=event,
        drawn=day,
        plans=plans_of(board, day) if day else [],
        board=board,
        best=BEST,
        freed=freed,
        more_freed=more_freed,
        refusal=_words(error),
        asked=error.details if isinstance(error, NotSeen) else None,
        sent=request.form,
        step=find_last_step(event, actor()),
        untold=len(list_untold(event)),
        in_words=in_words,
    )
    return page, status_of(error) if error else 200


def _chosen(placements: Placements) -> SlotFacts | None:
    return placements.slots.get(_number("zelle") or _number("slot"))


def _number(name: str) -> int:
    return request.values.get(name, 0, whole_number)


def _words(error: DomainError | None) -> str | None:
    if isinstance(error, Unfit) and "conflict" in error.details:
        return f"{words_of(error)} {in_words(error.details['conflict'])}."
    return words_of(error) if error else None


def address(slot: SlotFacts | int | None) -> str:
    """Return the address of the page, with a slot that is looked at."""
    number = slot.id if isinstance(slot, SlotFacts) else slot
    # Without a fragment: with one, browsers do not look at `autofocus`.
    plan = request.form.get("plan") or None
    return url_for("organiser.placing", slug=g.event.slug, zelle=number, plan=plan)
