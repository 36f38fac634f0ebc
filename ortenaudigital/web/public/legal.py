"""What the law asks for, on every page's foot, and what operators ask for."""

from flask import current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.bookings.needs.rules import RETENTION as NEEDS_RETENTION
from ortenaudigital.events.queries import get_public_event, list_upcoming_events
from ortenaudigital.events.rules import RETENTION, erase_at
from ortenaudigital.fair.applications.rules import CONFIRM_WITHIN
from ortenaudigital.feedback.rules import KEEP_ANSWERED
from ortenaudigital.health import commands as health
from ortenaudigital.installation.commands import check_key
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.towns.queries import find_operator
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access

# How long what is kept, in days, as the code has it.
PERIODS = {
    "people": RETENTION.days,
    "unconfirmed": CONFIRM_WITHIN.days,
    "reports": KEEP_ANSWERED.days,
}


@public.get("/impressum")
@access(Access.PUBLIC)
def imprint() -> ResponseReturnValue:
    """Say who runs this, and where it stands who holds the events."""
    upcoming = list_upcoming_events(utc_now())
    return render_template("public/imprint.html", operator=find_operator(), upcoming=upcoming)


@public.get("/<slug>/impressum")
@access(Access.PUBLIC)
def event_imprint(slug: str) -> ResponseReturnValue:
    """Say which towns hold an event."""
    event, operator = get_public_event(slug), find_operator()
    return render_template("public/imprint.html", event=event, operator=operator)


@public.get("/datenschutz")
@access(Access.PUBLIC)
def privacy() -> ResponseReturnValue:
    """Say what happens with personal data."""
    operator = find_operator()
    return render_template(
        "public/privacy.html",
        operator=operator,
        upcoming=list_upcoming_events(utc_now()),
        periods=PERIODS,
        contact=operator.email if operator else "",
    )


@public.get("/<slug>/datenschutz")
@access(Access.PUBLIC)
def event_privacy(slug: str) -> ResponseReturnValue:
    """Say what happens with personal data at an event, and which towns are responsible for it."""
    event = get_public_event(slug)
    return render_template(
        "public/privacy.html",
        event=event,
        operator=find_operator(),
        periods=PERIODS,
        erase_at=erase_at(day.closes_at for day in event.days),
        needs_until=event.last_day.closes_at + NEEDS_RETENTION,
        contact=event.contact,
    )


@public.get("/barrierefreiheit")
@access(Access.PUBLIC)
def accessibility() -> ResponseReturnValue:
    """Declare how accessible this is, and where to complain."""
    return render_template("public/accessibility.html", operator=find_operator())


@public.get("/leichte-sprache")
@access(Access.PUBLIC)
def easy_language() -> ResponseReturnValue:
    """Explain booking in easy language."""
    return render_template("public/easy_language.html", operator=find_operator())


@public.get("/healthz")
@access(Access.PUBLIC)
def healthz() -> ResponseReturnValue:
    """Say that the process is alive."""
    return jsonify(status="alive")


@public.get("/readyz")
@access(Access.PUBLIC)
def readyz() -> ResponseReturnValue:
    """Say whether the shop can store, on a disk with room and at the right time.

    Letters that wait do not keep anybody from booking: they are told of with status 200.
    """
    now = utc_now()
    try:
        if health.check_migrations():
            return jsonify(status="migrations missing"), 503
        faults = {"database": health.check_database(now), "clock": health.check_clock(now)}
        late = health.check_letters(now)
        check_key()
    except WrongTicketKey:
        return jsonify(status="another ticket key"), 503
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return jsonify(status="database unreachable"), 503
    if faults["database"]:
        current_app.logger.error("the database takes nothing: %s", faults["database"])
        return jsonify(status="database takes nothing"), 503
    if trouble := (faults["clock"] and "clock") or (health.check_disk() and "disk"):
        return jsonify(status=f"{trouble} not fit"), 503
    return jsonify(status="letters late" if late else "ready")
