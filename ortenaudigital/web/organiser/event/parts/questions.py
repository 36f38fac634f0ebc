"""The form of questions, of a ticket type or of exhibitors."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired

from ortenaudigital.events.sections.questions.kinds import QuestionKind
from ortenaudigital.web.organiser.event.forms.base import PartForm, list_of, named, short_name
from ortenaudigital.web.organiser.event.forms.conditions import AnswersField, offer_answers
from ortenaudigital.web.organiser.event.forms.fields import (
    EMPTY,
    NumberField,
    OptionalLines,
    Row,
    TextsField,
    choices_of,
)
from ortenaudigital.web.shared.forms import one_line

KINDS = {
    QuestionKind.LINE: _l("Eine Zeile"),
    QuestionKind.LINES: _l("Mehrere Zeilen"),
    QuestionKind.CHOICE: _l("Eine Antwort aus mehreren"),
    QuestionKind.CHOICES: _l("Mehrere Antworten aus einer Liste"),
    QuestionKind.YES_NO: _l("Ja oder nein"),
}


class OptionRow(Row):
    """One answer to choose."""

    key = HiddenField()
    de = StringField(_l("Deutsch"), [InputRequired(EMPTY)], filters=[one_line])
    en = StringField(_l("Englisch"), filters=[one_line])
    fr = StringField(_l("Französisch"), filters=[one_line])


class QuestionRow(Row):
    """One question."""

    key = short_name()
    de = StringField(_l("Frage auf Deutsch"), [InputRequired(EMPTY)], filters=[one_line])
    en = StringField(_l("Frage auf Englisch"), filters=[one_line])
    fr = StringField(_l("Frage auf Französisch"), filters=[one_line])
    kind = SelectField(
        _l("Wie sie beantwortet wird"),
        choices=choices_of(KINDS.items()),
    )
    required = BooleanField(_l("Sie muss beantwortet werden"))
    help = TextsField(_l("Hinweis unter der Frage"), OptionalLines)
    max_length = NumberField(
        _l("Höchstens so viele Zeichen"), description=_l("Nur bei Texten; leer: wie üblich.")
    )
    options = list_of(OptionRow, _l("Antworten zur Auswahl"), _l("Antwort"))
    only_if = AnswersField(
        _l("Nur nach einer bestimmten Antwort"),
        description=_l("Nichts angekreuzt: Sie wird immer gestellt."),
    )


def _tidy(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = named(questions, "key")
    return [each | {"options": named(each["options"], "key")} for each in found]


class QuestionsForm(PartForm):
    """What the booking of a ticket type asks."""

    questions = list_of(QuestionRow, _l("Fragen"), _l("Frage"))

    def offer(self) -> None:
        """Offer the answers that a question may depend on."""
        offer_answers(self.questions)

    def wanted(self) -> dict[str, Any]:
        """Return the questions, each with a name, as its answers have."""
        return {"questions": _tidy(super().wanted()["questions"])}


class ExhibitorQuestionsForm(PartForm):
    """What exhibitors are asked besides what all are."""

    exhibitor_questions = list_of(QuestionRow, _l("Fragen"), _l("Frage"))

    def offer(self) -> None:
        """Offer the answers that a question may depend on."""
        offer_answers(self.exhibitor_questions)

    def wanted(self) -> dict[str, Any]:
        """Return the questions, each with a name, as its answers have."""
        found = super().wanted()["exhibitor_questions"]
        return {"exhibitor_questions": _tidy(found)}
