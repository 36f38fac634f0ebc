"""A form with others within it: what ticket types ask, and what guests need."""

from typing import Any

from ortenaudigital.web.shared.asked.needs import NeedsPart
from ortenaudigital.web.shared.asked.questions import QuestionsPart
from ortenaudigital.web.shared.forms import Form


class FormWithParts(Form):
    """`parts` are the questions of ticket types, by their names; `needs` if any can be told."""

    parts: dict[str, QuestionsPart]
    needs: NeedsPart | None

    @property
    def all_parts(self) -> list[QuestionsPart | NeedsPart]:
        """Return the forms within the form."""
        return [*self.parts.values(), *([self.needs] if self.needs else [])]

    @property
    def errors(self) -> dict[str | None, Any]:
        """Return what is wrong, by field, that of the parts among it."""
        found = dict(super().errors)
        for part in self.all_parts:
            found |= part.errors
        return found
