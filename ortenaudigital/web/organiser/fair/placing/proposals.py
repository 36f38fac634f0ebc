"""The proposal: asked for, looked at beside what is there, accepted or thrown away."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.models import Event
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.drafts import (
    accept_proposal,
    discard_proposal,
    find_last_job,
    find_proposal,
    is_stale,
    lacks_of,
    pitches_missed,
    request_proposal,
    stands_missed,
    wanted_by,
)
from ortenaudigital.fair.placement.errors import StaleProposal
from ortenaudigital.fair.placement.models import Proposal
from ortenaudigital.fair.placement.proposal.pitches import PITCH_WORDS
from ortenaudigital.fair.placement.proposal.reasons import WORDS
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts
from ortenaudigital.fair.placement.rules.placements import Placements, SlotFacts
from ortenaudigital.fair.placement.rules.ranking import is_wish
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.kernel.text import sort_key
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.language import current_language


@dataclass(frozen=True)
class Line:
    """What the proposal would change for an exhibitor."""

    exhibitor: ExhibitorFacts
    today: list[SlotFacts]
    then: list[SlotFacts]
    wished: bool


@organiser.get("/<slug>/belegung/vorschlag")
@needs(Permission.FAIR_READ)
def proposal() -> ResponseReturnValue:
    """Show the draft beside what is there today, and what it could not meet."""
    return _show(None)


def _show(error: DomainError | None) -> ResponseReturnValue:
    event = g.event
    placements = read_placements(event, utc_now())
    draft = find_proposal(event)
    page = render_template(
        "organiser/fair/placing/proposal.html",
        event=event,
        job=find_last_job(event),
        proposal=draft,
        stale=draft is not None and is_stale(draft, placements),
        lines=_lines(event, draft, placements) if draft else [],
        lacking=_lacking(draft, placements) if draft else [],
        without_pitch=_without_pitch(draft, placements) if draft else [],
        days={day.id: day for day in event.days},
        refusal=words_of(error) if error else None,
    )
    return page, status_of(error) if error else 200


def _lines(event: Event, draft: Proposal, placements: Placements) -> list[Line]:
    wanted = wanted_by(event, draft, placements)
    today: dict[UUID, list[SlotFacts]] = defaultdict(list)
    then: dict[UUID, list[SlotFacts]] = defaultdict(list)
    # Stands first, then the pitch.
    for slot in sorted(placements.slots.values(), key=lambda each: each.stand is None):
        before = placements.held.get(slot.id)
        after = wanted.get(slot.id, before)
        if before:
            today[before.exhibitor].append(slot)
        if after:
            then[after.exhibitor].append(slot)
    exhibitors, stands = placements.fair.exhibitors, placements.fair.stands
    changed = [who for who in {*today, *then} if today[who] != then[who] and who in exhibitors]
    lines = [
        Line(
            *(exhibitors[who], today[who], then[who]),
            any(is_wish(stands[slot.stand], exhibitors[who]) for slot in then[who] if slot.stand),
        )
        for who in changed
    ]
    return sorted(lines, key=lambda line: sort_key(line.exhibitor.name))


def _lacking(draft: Proposal, placements: Placements) -> list[tuple[str, int, list[str]]]:
    """Say who gets no stand on which day, and why."""
    found = []
    for each in stands_missed(draft):
        who = placements.fair.exhibitors.get(UUID(each["exhibitor"]))
        if who is not None:
            values = {"all": each["all"], "needs": who.power_w}
            said: list[str] = [
                gettext(WORDS[lack], number=number, **values)
                for lack, number in lacks_of(each).items()
            ]
            found.append((who.name, each["day"], said))
    return found


def _without_pitch(draft: Proposal, placements: Placements) -> list[tuple[str, str]]:
    """Say who asked for a pitch and gets none, and why."""
    exhibitors = placements.fair.exhibitors
    missed = pitches_missed(draft)
    return [
        (exhibitors[who].name, gettext(PITCH_WORDS[lack]))
        for who, lack in missed
        if who in exhibitors
    ]


def _ask(moves: bool) -> None:
    with transaction():
        language = current_language()
        request_proposal(g.event, moves=moves, language=language, now=utc_now())


def _back() -> ResponseReturnValue:
    return redirect(url_for("organiser.proposal", slug=g.event.slug), 303)


@organiser.post("/<slug>/belegung/vorschlag")
@needs(Permission.FAIR_CHANGE)
def ask_for_proposal() -> ResponseReturnValue:
    """Have a proposal made."""
    _ask(moves=bool(request.form.get("moves")))
    return _back()


@organiser.post("/<slug>/belegung/vorschlag/<int:proposal_id>/annehmen")
@needs(Permission.FAIR_CHANGE)
def accept_draft(proposal_id: int) -> ResponseReturnValue:
    """Give all slots as the draft says; one that is stale is made anew."""
    try:
        with transaction():
            number = accept_proposal(g.event, proposal_id, By(utc_now(), actor()))
    except StaleProposal as error:
        draft: Any = find_proposal(g.event)
        _ask(moves=draft is not None and draft.moves)
        return _show(error)
    words = ngettext(
        "Übernommen: %(num)d Aussteller hat jetzt einen Stand.",
        "Übernommen: %(num)d Aussteller haben jetzt Stände.",
        number,
    )
    flash(words, "success")
    return redirect(url_for("organiser.placing", slug=g.event.slug), 303)


@organiser.post("/<slug>/belegung/vorschlag/<int:proposal_id>/verwerfen")
@needs(Permission.FAIR_CHANGE)
def discard_draft(proposal_id: int) -> ResponseReturnValue:
    """Throw the draft away."""
    with transaction():
        discard_proposal(g.event, proposal_id, By(utc_now(), actor()))
    flash(gettext("Verworfen. Es ist nichts vergeben worden."), "success")
    return redirect(url_for("organiser.placing", slug=g.event.slug), 303)
