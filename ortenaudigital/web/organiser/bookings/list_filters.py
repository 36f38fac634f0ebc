"""The filters of the list of bookings: what can be chosen, and what an address says was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext

from ortenaudigital.bookings.lists.filters import Filters, Given
from ortenaudigital.bookings.questions.rules import Question, read_questions
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.sections.questions.kinds import YES, QuestionKind
from ortenaudigital.web.shared.language import LANGUAGES, day_date, texts

Choices = Sequence[tuple[str, str]]
# Of questions, the name of the type and the question itself, with the answers that it knows.
Asked = tuple[str, Choices]


@dataclass(frozen=True)
class Chosen:
    """What an address chooses, each as its list of choices says it; empty for all."""

    status: Listed
    art: str
    tag: str
    gruppe: str
    sprache: str
    antwort: str

    @property
    def narrows(self) -> bool:
        """Say whether anything is chosen that stands below the first line of the filters."""
        return any((self.art, self.tag, self.gruppe, self.sprache, self.antwort))


@dataclass(frozen=True)
class Offered:
    """What can be chosen at an event; a list with nothing to tell apart is empty."""

    types: Choices
    days: Choices
    languages: Choices
    answers: Sequence[Asked]


def offered(event: Event) -> Offered:
    """Return what can be chosen at an event."""
    types = [(each.slug, texts(each.title)) for each in event.ticket_types]
    days = [(day.date.isoformat(), day_date(day)) for day in event.days]
    return Offered(
        types if len(types) > 1 else [],
        days if len(days) > 1 else [],
        list(LANGUAGES.items()),
        [each for kind in event.ticket_types for each in _asked(kind, len(types) > 1)],
    )


def _asked(kind: TicketType, several: bool) -> Iterator[Asked]:
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


def chosen_of(can: Offered, values: Mapping[str, str] | None = None) -> Chosen:
    """Read what an address chooses, this one's or a stored one's; what cannot be chosen is not."""
    args = request.args if values is None else values
    answers = [answer for _, known in can.answers for answer in known]

    def read(name: str, choices: Choices) -> str:
        value = args.get(name, "")
        return value if value in dict(choices) else ""

    return Chosen(
        Listed(read("status", [(each, "") for each in Listed])),
        read("art", can.types),
        read("tag", can.days),
        read("gruppe", [("ja", ""), ("nein", "")]),
        read("sprache", can.languages),
        read("antwort", answers),
    )


def filters_of(event: Event, chosen: Chosen) -> Filters:
    """Return which bookings are meant."""
    kinds = {each.slug: each for each in event.ticket_types}
    types = [
        each
        for each in event.ticket_types
        if chosen.art in ("", each.slug)
        and (not chosen.tag or chosen.tag in [day.date.isoformat() for day in each.days])
    ]
    slug, _, rest = chosen.antwort.partition(".")
    question, _, answer = rest.partition(".")
    return Filters(
        state=chosen.status,
        types=types if chosen.art or chosen.tag else None,
        language=chosen.sprache,
        group={"ja": True, "nein": False}.get(chosen.gruppe),
        given=Given(kinds[slug].id, question, answer) if chosen.antwort else None,
    )
