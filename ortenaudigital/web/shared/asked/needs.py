"""What somebody needs, as fields of a form: nothing of it is stored without consent."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from ortenaudigital.bookings.needs.rules import (
    LONGEST,
    WORDING,
    WORDINGS,
    Fault,
    Needs,
    settle,
)
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.errors import N_
from ortenaudigital.web.shared.forms import OpenForm

NAMES = {
    Need.WHEELCHAIR: N_("Einen Platz für einen Rollstuhl"),
    Need.SIGN_LANGUAGE: N_("Gebärdensprache"),
    Need.INDUCTION_LOOP: N_("Eine Induktionsanlage für mein Hörgerät"),
    Need.COMPANION: N_("Einen Platz für eine Begleitperson"),
    Need.OTHER: N_("Etwas anderes"),
}
# At which field each fault is said, and how.
FAULTS = {
    Fault.NO_CONSENT: (
        "needs_consent",
        N_(
            "Ohne Ihre Einwilligung dürfen wir nicht speichern, was Sie brauchen. Bitte willigen "
            "Sie ein, oder nehmen Sie diese Angaben heraus."
        ),
    ),
    Fault.UNKNOWN: ("needs", N_("Bitte wählen Sie etwas aus der Liste.")),
    Fault.OTHER_MISSING: ("needs_other", N_("Bitte schreiben Sie, was Sie brauchen.")),
    Fault.TOO_LONG: ("needs_other", N_("Bitte schreiben Sie höchstens 500 Zeichen.")),
}


class NeedsPart(BaseForm):
    """The needs that an event lets people tell; `sent` is the form that came in.

    Without one the fields hold what was told before: `kinds` and `other`.
    """

    def __init__(
        self,
        offered: Sequence[str],
        sent: MultiDict[str, str] | None = None,
        kinds: Sequence[str] = (),
        other: str = "",
    ) -> None:
        self.offered = offered
        self.told: Needs | None = None
        self._sent = sent
        super().__init__(_fields(offered), meta=OpenForm.Meta())
        self.process(sent, data={"needs": list(kinds), "needs_other": other})

    @staticmethod
    def holds(sent: MultiDict[str, str]) -> bool:
        """Say whether a form tells of any need."""
        return any(sent.getlist("needs")) or bool(sent.get("needs_other", "").strip())

    @property
    def is_open(self) -> bool:
        """Say whether there is something to see: what was told, or what is wrong with it."""
        return bool(self._fields["needs"].data or self._fields["needs_other"].data or self.errors)

    def check(self) -> bool:
        """Judge what was sent, and say at a field what is wrong with it."""
        sent = self._sent or MultiDict()
        settled = settle(
            self.offered,
            sent.getlist("needs"),
            sent.get("needs_other", ""),
            consent=bool(sent.get("needs_consent")),
        )
        if isinstance(settled, Fault):
            name, words = FAULTS[settled]
            field = self._fields.get(name, self._fields["needs"])
            field.errors = [gettext(words)]
            return False
        self.told = settled
        return True


def _fields(offered: Sequence[str]) -> dict[str, Any]:
    known = [need for need in Need if need in offered]
    return {
        "needs": SelectMultipleField(
            gettext("Was brauchen Sie, um gut teilnehmen zu können?"),
            choices=[SelectChoice(need.value, gettext(NAMES[need])) for need in known],
            validate_choice=False,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        ),
        "needs_other": TextAreaField(
            gettext("Was Sie uns dazu sagen möchten"),
            render_kw={"maxlength": LONGEST, "rows": 3},
        ),
        "needs_consent": BooleanField(gettext(WORDINGS[WORDING])),
    }
