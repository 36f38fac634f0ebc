"""Signs for stands, a page of A4 each: the number to be seen from afar, and a code for phones."""

from collections.abc import Sequence
from functools import cache

from flask import render_template

from ortenaudigital.adapters import pdf, qr
from ortenaudigital.events.models import Event
from ortenaudigital.fair.office.queries import Sign, list_signs
from ortenaudigital.jobs.commands import Document
from ortenaudigital.jobs.worker import Report
from ortenaudigital.kernel.db import db

SIGNS = "fair.signs"


def signs_pdf(event: Event, signs: Sequence[Sign], language: str) -> bytes:
    """Make the signs, at least one, as one PDF/UA document in a language."""
    pictures = {f"qr{n}": qr.png(sign.address) for n, sign in enumerate(signs)}
    pictures |= {f"logo{n}": sign.logo for n, sign in enumerate(signs) if sign.logo}
    page = render_template("pdf/signs.html", event=event, signs=signs, language=language)
    return pdf.render(page, _stylesheet(), pictures=pictures)


@cache
def _stylesheet() -> str:
    return render_template("pdf/signs.css")


def make_signs(subject: dict[str, str], report: Report) -> Document | None:
    """Make the signs of all stands of an `event` as a job; nothing if no stand is assigned."""
    event = db.session.get(Event, int(subject["event"]))
    signs = list_signs(event) if event else []
    if event is None or not signs:
        return None
    report(10)
    data = signs_pdf(event, signs, subject["language"])
    return Document(f"standschilder-{event.slug}.pdf", "application/pdf", data)
