"""The pages that lead to all others, in groups, as every page of the organisers shows them.

A new page is one line here. Who may not open it, or whose event has nothing of it, does not see it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import EventName
from ortenaudigital.fair.applications.queries import has_fair
from ortenaudigital.web.shared.access.guards import may


class Feature(StrEnum):
    """What not every event has."""

    FAIR = "fair"
    NEEDS = "needs"


def features_of(event: Event) -> frozenset[Feature]:
    """Say what an event has of it."""
    has = {Feature.FAIR: has_fair(event), Feature.NEEDS: bool(event.needs)}
    return frozenset(feature for feature, is_there in has.items() if is_there)


@dataclass(frozen=True)
class Entry:
    """One page: its view, which is also its name as `page` in templates, and how it is shown.

    `of`: what an event must have for it.
    """

    name: str
    label: Any
    icon: str
    of: Feature | None = None

    def url(self, event: Event | None) -> str:
        """Return its address."""
        endpoint = f"organiser.{self.name}"
        return url_for(endpoint, slug=event.slug) if event else url_for(endpoint)


@dataclass(frozen=True)
class Group:
    """Pages that belong together. Without a label they stand by themselves."""

    label: Any
    entries: Sequence[Entry]


OF_EVENT: Sequence[Group] = (
    Group("", (Entry("overview", _l("Übersicht"), "home"),)),
    Group(
        _l("Gäste"),
        (
            Entry("bookings", _l("Buchungen"), "ticket"),
            Entry("wait_list", _l("Warteliste"), "clock"),
            Entry("invitations", _l("Einladungen"), "gift"),
            Entry("needs_list", _l("Bedarfe"), "info", Feature.NEEDS),
            Entry("mailings", _l("Rundbriefe"), "mail"),
        ),
    ),
    Group(
        _l("Einlass"),
        (
            Entry("live", _l("Einlass"), "door"),
            Entry("devices", _l("Geräte"), "phone"),
        ),
    ),
    Group(
        _l("Messe"),
        (
            Entry("exhibitors", _l("Aussteller"), "people", Feature.FAIR),
            Entry("stands", _l("Stände"), "stand", Feature.FAIR),
            Entry("placing", _l("Belegung"), "pin", Feature.FAIR),
            Entry("passes", _l("Ausweise"), "ticket", Feature.FAIR),
            Entry("portals", _l("Ausstellerportal"), "edit", Feature.FAIR),
            Entry("fair_mailings", _l("Rundbriefe"), "mail", Feature.FAIR),
        ),
    ),
    Group(
        _l("Veranstaltung"),
        (
            Entry("parts", _l("Bearbeiten"), "edit"),
            Entry("closing", _l("Abschluss"), "check"),
            Entry("council_report", _l("Bericht"), "list"),
            Entry("event_letters", _l("Briefe"), "mail"),
            Entry("event_outbox", _l("Postausgang"), "mail"),
            Entry("team", _l("Team"), "people"),
            Entry("event_history", _l("Verlauf"), "clock"),
        ),
    ),
)
OF_HOUSE: Sequence[Group] = (
    Group(
        _l("Alle Veranstaltungen"),
        (
            Entry("new_event", _l("Neue Veranstaltung"), "calendar"),
            Entry("series_list", _l("Reihen"), "calendar"),
            Entry("reports", _l("Meldungen"), "info"),
            Entry("letters", _l("Postausgang"), "mail"),
            Entry("team", _l("Team"), "people"),
            Entry("house_history", _l("Verlauf"), "clock"),
            Entry("erasures", _l("Löschungen"), "bin"),
        ),
    ),
)


def shown_groups(event: Event | None) -> Iterator[tuple[Group, Sequence[tuple[Entry, str]]]]:
    """Yield what who is logged in may open, with the addresses; nothing of an event without one."""
    if event is not None:
        features = features_of(event)
        for group in OF_EVENT:
            mine = [each for each in group.entries if each.of is None or each.of in features]
            yield from _shown(group, mine, event)
    for group in OF_HOUSE:
        yield from _shown(group, group.entries, None)


def _shown(
    group: Group, entries: Sequence[Entry], event: Event | None
) -> Iterator[tuple[Group, Sequence[tuple[Entry, str]]]]:
    allowed = [each for each in entries if may(f"organiser.{each.name}", anywhere=event is None)]
    if allowed:
        yield group, [(each, each.url(event)) for each in allowed]


def same_page_of(other: EventName) -> str:
    """Return the address at another event of the page that is looked at.

    Its overview, where that page is about something of this event, or may not be opened there.
    """
    rule = request.url_rule
    if rule is None or rule.arguments != {"slug"} or request.method not in ("GET", "HEAD"):
        return url_for("organiser.overview", slug=other.slug)
    here = rule.endpoint if may(rule.endpoint, event=other) else "organiser.overview"
    return url_for(here, slug=other.slug)
