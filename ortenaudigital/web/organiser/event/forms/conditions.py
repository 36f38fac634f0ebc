"""After which answers a question is asked: chosen among the questions above it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from ortenaudigital.events.sections.questions.kinds import NO, OF_OPTIONS, YES, QuestionKind
from ortenaudigital.web.organiser.event.forms.base import free_name
from ortenaudigital.web.organiser.event.forms.fields import ChecksField, choose

# Between the names of question and answer, which are made of letters, digits and hyphens.
_BETWEEN = "/"


class AnswersField(ChecksField):
    """Answers to one question, or none; a section reads them as its condition."""

    def process_data(self, value: dict[str, Any] | None) -> None:
        """Take a condition as it is stored."""
        found = value or {"question": "", "answers": []}
        super().process_data([f"{found['question']}{_BETWEEN}{each}" for each in found["answers"]])

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse answers to more than one question. Raises ValidationError."""
        super().pre_validate(form)
        if len({question for question, _ in self._chosen}) > 1:
            raise ValidationError(_l("Bitte wählen Sie nur Antworten auf eine einzige Frage."))

    @property
    def _chosen(self) -> list[tuple[str, str]]:
        pairs = [each.partition(_BETWEEN) for each in self.data or []]
        return [(question, answer) for question, _, answer in pairs]

    @property
    def wanted(self) -> dict[str, Any] | None:
        """Return the condition; None if nothing was chosen."""
        chosen = self._chosen
        return (
            {"question": chosen[0][0], "answers": [each for _, each in chosen]} if chosen else None
        )


def offer_answers(questions: FieldList) -> None:
    """Offer each question the answers to those above it, under names that they keep."""
    rows: Sequence[Any] = [each.form for each in questions.entries]
    _keep_names(row for row in rows if row.kind.data in _WITH_ANSWERS)
    above: list[tuple[str, str]] = []
    for row in rows:
        field = row.only_if
        # What was chosen before that question was moved or taken away, to be taken back.
        lost = [each for each in field.data or [] if each not in dict(above)]
        choose(field, above + [(each, _lost(each)) for each in lost])
        above = above + list(_answers_to(row))


_WITH_ANSWERS = {kind.value for kind in (*OF_OPTIONS, QuestionKind.YES_NO)}


def _lost(value: str) -> str:
    name = value.replace(_BETWEEN, ": ")
    return gettext("%(answer)s (steht nicht mehr weiter oben)", answer=name)


def _keep_names(rows: Iterable[Any]) -> None:
    found = list(rows)
    taken = {row.key.data for row in found if row.key.data}
    for row in found:
        if not row.key.data:
            row.key.data = free_name(row.de.data or "", taken)
            taken.add(row.key.data)


def _answers_to(row: Any) -> Iterator[tuple[str, str]]:
    key, asked = row.key.data, row.de.data
    if not key or row.kind.data not in _WITH_ANSWERS:
        return
    if row.kind.data == QuestionKind.YES_NO:
        answers = [(YES, gettext("Ja")), (NO, gettext("Nein"))]
    else:
        options = [each.form for each in row.options.entries]
        _keep_names(options)
        answers = [(each.key.data, each.de.data) for each in options if each.key.data]
    for name, answer in answers:
        words = gettext("„%(question)s“: %(answer)s", question=asked, answer=answer)
        yield f"{key}{_BETWEEN}{name}", words
