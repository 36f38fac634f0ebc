"""All events as a feed for news readers, and as a calendar that can be subscribed to."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from icalendar import Calendar, vDuration
from icalendar import Event as Entry
from werkzeug.wrappers import Response

from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.queries import list_past_events, list_upcoming_events
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.language import current_language, plain_texts, texts
from ortenaudigital.web.shared.page_links import absolute, in_language

# So often programs ask again.
EVERY = timedelta(hours=6)


@public.get("/feed.rss")
@access(Access.PUBLIC)
def news_feed() -> ResponseReturnValue:
    """List the upcoming events for news readers, the next first."""
    feed = render_template("public/sharing/feed.xml", upcoming=list_upcoming_events(utc_now()))
    return _answer(feed.encode(), "application/rss+xml")


@public.get("/kalender.ics")
@access(Access.PUBLIC)
def calendar_feed() -> ResponseReturnValue:
    """Hand out each day of each event as a calendar to subscribe to."""
    now = utc_now()
    events = [*list_past_events(now), *list_upcoming_events(now)]
    return _answer(make_calendar(events, _stamp(now)), "text/calendar")


def make_calendar(events: Sequence[Event], now: datetime) -> bytes:
    """Make the calendar. Entries keep their names when they change, so that programs change them.

    `now` is when it was made, for all entries.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Ortenau Digital//Events//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The name and the pause, as programs of before RFC 7986 know them, and as it says.
    calendar.add("name", "Ortenau Digital")
    calendar.add("x-wr-calname", "Ortenau Digital")
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(EVERY))
    calendar.add("url", absolute("/"))
    for event in events:
        for day in event.days:
            calendar.add_component(_entry(event, day, now))
    return bytes(calendar.to_ical())


def _entry(event: Event, day: Day, now: datetime) -> Entry:
    entry = Entry()
    # Not by its date: a day that is moved stays the same entry.
    domain = current_app.config["MAIL_DOMAIN"]
    entry.add("uid", f"event-{event.id}-{day.calendar_key}@{domain}")
    entry.add("sequence", event.calendar_sequence + int(event.is_cancelled))
    entry.add("dtstamp", now)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("dtstart", day.opens_at)
    entry.add("dtend", day.closes_at)
    title = f"{event.title}: {texts(day.title)}" if day.title else event.title
    entry.add(
        "summary", gettext("Abgesagt: %(event)s", event=title) if event.is_cancelled else title
    )
    entry.add("location", ", ".join(filter(None, [event.venue_name, event.address])))
    entry.add("description", plain_texts(event.summary or event.claim))
    entry.add("url", in_language(absolute(f"/{event.slug}/"), current_language()))
    # Nobody is busy because an event takes place.
    entry.add("transp", "TRANSPARENT")
    return entry


def _stamp(now: datetime) -> datetime:
    # By the hour, so that a program that asks again is told that nothing changed.
    return now.replace(minute=0, second=0, microsecond=0)


def _answer(content: bytes, mimetype: str) -> Response:
    answer = Response(content, content_type=f"{mimetype}; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Accept-Language, Cookie"
    answer.add_etag()
    return answer.make_conditional(request.environ)
