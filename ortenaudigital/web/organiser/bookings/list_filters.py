"""The filters of the list of bookings: what can be chosen, and what an address says was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.lists.filters import Filters, Given
from ortenaudigital.bookings.lists.presence import Presence
from ortenaudigital.bookings.lists.rules import Reply
from ortenaudigital.bookings.questions.rules import Question, read_questions
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.sections.questions.kinds import YES, QuestionKind
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.access.guards import has
from ortenaudigital.web.shared.language import LANGUAGES, day_date, texts

Choices = Sequence[tuple[str, str]]
# Titles, each with the choices below it.
Groups = Sequence[tuple[str, Choices]]
# What narrows a list most often stands in its first line, the rest below.
FIRST = "status"
BY_ORGANISER = "orga"
_YES_OR_NO = {"ja": True, "nein": False}


@dataclass(frozen=True)
class Field:
    """One thing to choose by: its name in addresses, its label, what can be chosen."""

    name: str
    label: str
    choices: Choices = ()
    groups: Groups = ()

    def words(self, value: str) -> str:
        """Return how a value is called; empty if there is no such."""
        known = [*self.choices, *(each for _, choices in self.groups for each in choices)]
        return dict(known).get(value, "")


def fields_of(event: Event) -> list[Field]:
    """Return what can be chosen by at an event; what has nothing to tell apart is left out."""
    return [each for each in _fields(event) if each.choices or each.groups]


def _fields(event: Event) -> Iterator[Field]:
    types = [(each.slug, texts(each.title)) for each in event.ticket_types]
    days = [(day.date.isoformat(), day_date(day)) for day in event.days]
    answers = [each for kind in event.ticket_types for each in _asked(kind, len(types) > 1)]
    yield Field(FIRST, gettext("Zustand"), _states())
    yield Field("art", gettext("Ticketart"), types if len(types) > 1 else [])
    yield Field("tag", gettext("Tag"), days if len(days) > 1 else [])
    yield Field("da", gettext("Besuch"), _presences())
    groups = [("ja", gettext("Nur Gruppen")), ("nein", gettext("Keine Gruppen"))]
    yield Field("gruppe", gettext("Gruppe"), groups)
    yield Field("sprache", gettext("Sprache"), list(LANGUAGES.items()))
    yield Field("antwort", gettext("Antwort"), groups=answers)
    ways = [
        ("nein", gettext("Vorher gebucht")),
        (BY_ORGANISER, gettext("Von der Orga gebucht")),
        ("ja", gettext("Am Einlass")),
    ]
    yield Field("weg", gettext("Wie gebucht"), ways)
    yield Field("erinnerung", gettext("Antwort auf die Erinnerung"), _replies())
    if has(Permission.NEEDS_READ):
        told = [("ja", gettext("Bedarf angegeben")), ("nein", gettext("Kein Bedarf angegeben"))]
        yield Field("bedarf", gettext("Bedarf"), told)


def _states() -> Choices:
    return [
        (Listed.VALID, gettext("Gültig")),
        (Listed.CANCELLED, gettext("Storniert")),
        (Listed.UNDELIVERED, gettext("E-Mails kommen nicht an")),
    ]


def _presences() -> Choices:
    return [
        (Presence.CAME, gettext("War da")),
        (Presence.MISSED, gettext("War nicht da")),
        (Presence.INSIDE, gettext("Jetzt drin")),
    ]


def _replies() -> Choices:
    return [
        (Reply.COMES, gettext("Kommt")),
        (Reply.RETURNED, gettext("Hat Tickets zurückgegeben")),
        (Reply.NONE, gettext("Noch keine Antwort")),
    ]


def _asked(kind: TicketType, several: bool) -> Iterator[tuple[str, Choices]]:
    """Yield the questions of a type, with the answers that it knows."""
    for question in read_questions(kind.questions):
        if question.known:
            title = texts(dict(question.title))
            yield (
                f"{texts(kind.title)}: {title}" if several else title,
                [
                    (f"{kind.slug}.{question.key}.{answer}", _answer(question, answer))
                    for answer in question.known
                ],
            )


def _answer(question: Question, answer: str) -> str:
    if question.kind is QuestionKind.YES_NO:
        return gettext("Ja") if answer == YES else gettext("Nein")
    return texts(dict(question.options[answer]))


def chosen_of(fields: Sequence[Field], values: Mapping[str, str]) -> dict[str, str]:
    """Return what is chosen, by the name of a field; what cannot be chosen is not."""
    given = [(each, values.get(each.name, "")) for each in fields]
    return {each.name: value for each, value in given if each.words(value)}


def filters_of(event: Event, chosen: Mapping[str, str]) -> Filters:
    """Return which bookings are meant by what `chosen_of` returned."""
    day, came = chosen.get("tag"), chosen.get("da")
    presence = Presence(came) if came else None
    return Filters(
        state=Listed(chosen.get(FIRST, "")),
        types=list(_types(event, chosen)) if day or chosen.get("art") else None,
        language=chosen.get("sprache", ""),
        group=_YES_OR_NO.get(chosen.get("gruppe", "")),
        given=_given(event, chosen["antwort"]) if chosen.get("antwort") else None,
        presence=presence,
        days=_days(event, day, presence),
        at_door=_YES_OR_NO.get(chosen.get("weg", "")),
        by_organiser=True if chosen.get("weg") == BY_ORGANISER else None,
        needs=_YES_OR_NO.get(chosen.get("bedarf", "")),
        reply=Reply(chosen["erinnerung"]) if chosen.get("erinnerung") else None,
    )


def _given(event: Event, value: str) -> Given:
    slug, question, answer = value.split(".", 2)
    (kind,) = (each for each in event.ticket_types if each.slug == slug)
    kinds = {each.key: each.kind for each in read_questions(kind.questions)}
    return Given(kind.id, question, answer, alone=kinds[question] is not QuestionKind.CHOICES)


def _types(event: Event, chosen: Mapping[str, str]) -> Iterator[TicketType]:
    slug, date = chosen.get("art"), chosen.get("tag")
    for each in event.ticket_types:
        of_day = date is None or date in [day.date.isoformat() for day in each.days]
        if of_day and slug in (None, each.slug):
            yield each


def _days(event: Event, date: str | None, presence: Presence | None) -> list[Day]:
    """Return the days at whose entrances a presence is meant: inside is who is in now."""
    now = utc_now()
    return [
        day
        for day in event.days
        if date in (None, day.date.isoformat())
        and (presence is not Presence.INSIDE or day.closes_at > now)
    ]


def filters_of_stored(event: Event, fields: Sequence[Field], values: Mapping[str, str]) -> Filters:
    """Return which bookings a stored selection means.

    Nobody, if it chooses what is there no more, such as a ticket type that was removed: it must not
    become everybody.
    """
    known = {each.name for each in fields}
    chosen = chosen_of(fields, values)
    lost = [
        name for name, value in values.items() if name in known and value and name not in chosen
    ]
    return Filters(types=()) if lost else filters_of(event, chosen)
