"""What each part of an event still lacks before it should be published. Pure, on its file."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from ortenaudigital.events.rules import Access
from ortenaudigital.events.sections.event_file import EventFile
from ortenaudigital.web.shared.language import LANGUAGES

NAMES = {"de": _l("Deutsch"), "en": _l("Englisch"), "fr": _l("Französisch")}
Texts = Mapping[str, str] | None


def list_states(file: EventFile) -> dict[str, list[str]]:
    """Say of each part by its name what it lacks; nothing for one that is complete."""
    return {
        "grundlagen": list(_of_basics(file)),
        "bild": list(_untranslated([file.event.picture_alt])),
        "ort": list(_of_venue(file)),
        "veranstaltende": list(_of_towns(file)),
        "tage": list(_untranslated(each.title for each in file.days)),
        "ticketarten": list(_of_types(file)),
        "kontingente": list(_untranslated(each.title for each in file.quotas)),
        "bewerbung": list(_of_fair(file)),
    }


def _of_basics(file: EventFile) -> Iterator[str]:
    event = file.event
    if not event.summary:
        yield gettext("Es fehlt, worum es geht.")
    if not event.contact_email:
        yield gettext("Es fehlt eine E-Mail-Adresse für Fragen.")
    yield from _untranslated([event.claim, event.summary])


def _of_venue(file: EventFile) -> Iterator[str]:
    venue = file.event.venue
    if not venue.address:
        yield gettext("Es fehlt die Anschrift.")
    if not venue.directions:
        yield gettext("Es fehlt, wie Gäste hinkommen.")
    if venue.accessibility is None:
        yield gettext("Zur Barrierefreiheit ist nichts gesagt.")
    yield from _untranslated([venue.directions])


def _of_towns(file: EventFile) -> Iterator[str]:
    if not file.event.host:
        yield gettext("Es fehlt die gastgebende Stadt.")
    if file.event.co_organisers and not file.event.arrangement:
        yield gettext("Es fehlt die Vereinbarung der Städte zum Datenschutz.")
    yield from _untranslated([file.event.arrangement])


def _of_types(file: EventFile) -> Iterator[str]:
    if not file.ticket_types:
        yield gettext("Es gibt noch keine Ticketart, also kann niemand buchen.")
    elif all(each.access is not Access.PUBLIC for each in file.ticket_types):
        yield gettext("Keine Ticketart ist für alle buchbar.")
    yield from _untranslated(each.title for each in file.ticket_types)


def _of_fair(file: EventFile) -> Iterator[str]:
    if file.stands and not file.event.exhibitor_terms:
        yield gettext("Es fehlen Bedingungen für Aussteller.")
    yield from _untranslated([file.event.exhibitor_terms])


def _untranslated(texts: Iterable[Texts]) -> Iterator[str]:
    """Say in which languages any of the texts that there are is missing."""
    said = [each for each in texts if each]
    missing: list[Any] = [
        NAMES[language] for language in LANGUAGES if any(not each.get(language) for each in said)
    ]
    if missing:
        yield gettext("Nicht übersetzt: %(languages)s", languages=", ".join(map(str, missing)))
