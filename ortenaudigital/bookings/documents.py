"""The documents of a booking: the tickets as PDF, the date as a calendar file."""

from datetime import datetime
from functools import cache

from flask import current_app, render_template
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEvent

from ortenaudigital import pdf, qr
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Day
from ortenaudigital.events.rules import text_in


def tickets_pdf(booking: Booking) -> bytes:
    """Make the valid tickets of a booking as one PDF/UA document, a page each."""
    tickets = booking.valid_tickets
    images = {ticket.short_code: qr.png(ticket_url(ticket)) for ticket in tickets}
    html = render_template(
        "pdf/tickets.html",
        booking=booking,
        event=booking.event,
        tickets=tickets,
        booking_url=booking_url(booking),
        language=booking.language,
    )
    return pdf.render(html, _stylesheet(), images)


@cache
def _stylesheet() -> str:
    return render_template("pdf/tickets.css")


def calendar_file(booking: Booking, now: datetime) -> bytes:
    """Make the iCalendar file with one entry for each day that the tickets admit to."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ortenau Digital//Tickets//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for day in admitted_days(booking.valid_tickets):
        calendar.add_component(_calendar_entry(booking, day, now))
    return bytes(calendar.to_ical())


def admitted_days(tickets: list[Ticket]) -> list[Day]:
    """Return the days that at least one of the tickets admits to, in order."""
    days = {day.id: day for ticket in tickets for day in ticket.ticket_type.days}
    return sorted(days.values(), key=lambda day: day.date)


def _calendar_entry(booking: Booking, day: Day, now: datetime) -> CalendarEvent:
    event = booking.event
    places = [event.venue_name, event.venue_address, event.venue_town]
    entry = CalendarEvent()
    entry.add("uid", f"{booking.id}-{day.date}@{current_app.config['MAIL_DOMAIN']}")
    entry.add("dtstamp", now)
    entry.add("dtstart", day.opens_at)
    entry.add("dtend", day.closes_at)
    entry.add("summary", event.title)
    entry.add("location", vText(", ".join(place for place in places if place)))
    entry.add("description", f"{text_in(event.claim, booking.language)}\n{booking_url(booking)}")
    entry.add("url", booking_url(booking))
    if event.contact_email:
        entry.add("organizer", vCalAddress(f"mailto:{event.contact_email}"))
    return entry
