"""Badges as one PDF/UA document."""

from collections.abc import Collection, Sequence
from functools import cache
from uuid import UUID

from flask import render_template
from flask_babel import gettext as _

from ortenaudigital.adapters import pdf, qr
from ortenaudigital.events.models import Event
from ortenaudigital.fair.portal.badges.queries import list_badges
from ortenaudigital.fair.portal.badges.rules import Badge, Layout, pages_of, size_of
from ortenaudigital.jobs.commands import Document
from ortenaudigital.jobs.worker import Report
from ortenaudigital.kernel.db import db

BADGES = "fair.badges"
# Words of a badge that are its own, in the order of their blocks.
WORDS = ("name", "organisation", "short_code")


def badges_pdf(event: Event, badges: Sequence[Badge], layout: Layout, language: str) -> bytes:
    """Make a document of badges, at least one, in a language."""
    pages = list(pages_of(badges, layout))
    words = render_template(
        "pdf/badge_words.html", event=event, badges=badges, size_of=size_of, language=language
    )
    masters = {
        number: render_template(
            "pdf/badges.html", event=event, number=number, layout=layout, language=language
        )
        for number in set(map(len, pages))
    }
    return pdf.fill(words, [_sheet(page, masters[len(page)]) for page in pages], _stylesheet())


def _sheet(badges: Sequence[Badge], master: str) -> pdf.Sheet:
    numbered = list(enumerate(badges, 1))
    return pdf.Sheet(
        master=master,
        bookmark=" · ".join(badge.name for badge in badges),
        texts={f"qr{n}": _("QR-Code des Tickets %(code)s", code=b.short_code) for n, b in numbered},
        words=[f"{word}{n}" for n, _badge in numbered for word in WORDS],
        images={f"qr{n}": qr.bitmap(badge.address) for n, badge in numbered},
    )


@cache
def _stylesheet() -> str:
    return render_template("pdf/badges.css")


def make_badges(subject: dict[str, str], report: Report) -> Document | None:
    """Make badges as a job: of an `event`, of all or some `exhibitors`, on a `layout`."""
    event = db.session.get(Event, int(subject["event"]))
    if event is None:
        return None
    badges = list_badges(event, _chosen(subject))
    if not badges:
        return None
    report(10)
    data = badges_pdf(event, badges, Layout(subject["layout"]), subject["language"])
    return Document(badges_name(event), "application/pdf", data)


def _chosen(subject: dict[str, str]) -> Collection[UUID] | None:
    chosen = subject.get("exhibitors")
    return None if chosen is None else [UUID(each) for each in chosen.split()]


def badges_name(event: Event) -> str:
    """Return the name of the file."""
    return f"namensschilder-{event.slug}.pdf"
