"""How far a letter to many is, and what became of it with each person."""

from uuid import uuid4

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.mailings.drafts import about
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import count_left_out, count_outcomes, list_recipients
from ortenaudigital.mailings.rules import MailingState
from ortenaudigital.outbox.trouble import find_trouble
from ortenaudigital.web.organiser.mailings.drafting import show_draft
from ortenaudigital.web.organiser.mailings.recipients import wanted_outcome
from ortenaudigital.web.organiser.mailings.rooms import Room, page
from ortenaudigital.web.organiser.mailings.selections import fields_of, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@page("/<id>")
def mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Show a draft to be written, or how far a letter is that was sent."""
    if mailing.state is MailingState.DRAFT:
        return show_draft(room, mailing)
    outcome = wanted_outcome()
    after = request.args.get("nach", 0, whole_number)
    return render_template(
        "organiser/mailings/mailing.html",
        event=g.event,
        room=room,
        mailing=mailing,
        counts=count_outcomes(mailing),
        left_out=count_left_out(mailing),
        found=list_recipients(mailing, outcome, after),
        wanted=outcome or "",
        after=after,
        selection=words_of(fields_of(g.event, room.audience), mailing.selection),
        history=list_entries(about(mailing)),
        trouble=find_trouble(),
        copy_id=str(uuid4()),
    )
