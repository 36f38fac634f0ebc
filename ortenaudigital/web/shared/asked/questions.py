"""The questions of a ticket type as fields of a form: shown, read, and judged by the rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from flask_babel import gettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from ortenaudigital.bookings.questions.rules import (
    Condition,
    Fault,
    Given,
    Question,
    read_questions,
    settle,
)
from ortenaudigital.events.sections.questions.kinds import NO, YES, QuestionKind
from ortenaudigital.web.shared.forms import OpenForm
from ortenaudigital.web.shared.language import current_language, texts

# More options than this are a list that opens.
MOST_RADIOS = 7


class QuestionsPart(BaseForm):
    """The questions of one ticket type, in the language of the page.

    `sent` is the form that came in; `stored` what was answered before, by key.
    """

    def __init__(
        self,
        ticket_type: str,
        stored_questions: Sequence[Mapping[str, Any]],
        sent: MultiDict[str, str] | None = None,
        stored: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.ticket_type = ticket_type
        self.questions = read_questions(stored_questions)
        self.by_key = {question.key: question for question in self.questions}
        # No slug has an underscore.
        self.names = {each.key: f"q_{ticket_type}_{each.key}" for each in self.questions}
        super().__init__(
            {self.names[each.key]: _field(each) for each in self.questions}, meta=OpenForm.Meta()
        )
        self._sent = sent
        self.answers: Mapping[str, Given] = {}
        before = {
            self.names[key]: given for key, given in (stored or {}).items() if key in self.names
        }
        self.process(sent, data=before)

    def process(self, formdata: Any = None, data: Any = None, **_: Any) -> None:
        """Fill the fields: with what was sent, else with what was answered before."""
        for question in self.questions:
            field, given = (
                self.field_of(question),
                list((data or {}).get(self.names[question.key], ())),
            )
            several = question.kind is QuestionKind.CHOICES
            field.process(formdata, given if several else next(iter(given), ""))

    def field_of(self, question: Question) -> Field:
        """Return the field of a question."""
        return self._fields[self.names[question.key]]

    def check(self) -> bool:
        """Judge what was sent, and say at each field what is wrong with it."""
        sent = self._sent or MultiDict()
        given = {key: sent.getlist(name) for key, name in self.names.items()}
        settled = settle(self.questions, given)
        self.answers = settled.answers
        for question in self.questions:
            fault = settled.faults.get(question.key)
            self.field_of(question).errors = [_words(fault, question)] if fault else []
        return not settled.faults

    def hint(self, question: Question) -> Markup:
        """Say below a question when it is asked, and what helps to answer it."""
        parts = [escape(texts(dict(question.help)))] if question.help else []
        if question.condition:
            words = self._condition(question.condition)
            parts.insert(0, Markup("<span data-condition>{}</span>").format(words))
        return Markup(" ").join(parts)

    def _condition(self, condition: Condition) -> str:
        source = self.by_key[condition.question]
        titles = [_title(source, answer) for answer in source.known if answer in condition.answers]
        return gettext(
            "Nur bei dieser Antwort auf „%(question)s“: %(answers)s.",
            question=texts(dict(source.title)),
            answers=format_list(titles, style="or", locale=current_language()),
        )


def _title(question: Question, answer: str) -> str:
    if question.kind is QuestionKind.YES_NO:
        return gettext("Ja") if answer == YES else gettext("Nein")
    return texts(dict(question.options[answer]))


def _field(question: Question) -> Any:
    label = texts(dict(question.title))
    if question.kind is QuestionKind.LINE:
        field = StringField(label, render_kw={"maxlength": question.longest})
    elif question.kind is QuestionKind.LINES:
        field = TextAreaField(label, render_kw={"maxlength": question.longest, "rows": 3})
    elif question.kind is QuestionKind.CHOICES:
        field = SelectMultipleField(
            label,
            choices=_choices(question),
            validate_choice=False,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    else:
        field = _choice(question, label)
    if question.required:
        field.kwargs["validators"] = [_Required()]
    return field


class _Required:
    """Marks a field as one that has to be filled in; the rules judge whether it is."""

    field_flags = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Do nothing."""


def _choice(question: Question, label: str) -> Any:
    choices = _choices(question)
    if len(choices) > MOST_RADIOS:
        choices.insert(0, SelectChoice("", gettext("Bitte wählen")))
        return SelectField(label, choices=choices, validate_choice=False)
    if not question.required:
        # What was chosen once could not be taken back without a script.
        choices.append(SelectChoice("", gettext("Keine Angabe")))
    return RadioField(label, choices=choices, validate_choice=False)


def _choices(question: Question) -> list[SelectChoice]:
    known = (YES, NO) if question.kind is QuestionKind.YES_NO else question.known
    return [SelectChoice(answer, _title(question, answer)) for answer in known]


def _words(fault: Fault, question: Question) -> str:
    title = texts(dict(question.title))
    if fault is Fault.TOO_LONG:
        return gettext(
            "Bitte schreiben Sie bei „%(question)s“ höchstens %(most)d Zeichen.",
            question=title,
            most=question.longest,
        )
    if fault is Fault.SEVERAL:
        return gettext("Bitte geben Sie bei „%(question)s“ nur eine Antwort.", question=title)
    if fault is Fault.UNKNOWN:
        return gettext("Bitte wählen Sie bei „%(question)s“ etwas aus der Liste.", question=title)
    return gettext("Bitte beantworten Sie „%(question)s“.", question=title)
