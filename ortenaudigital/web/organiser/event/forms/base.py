"""What the forms of all parts share."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, StringField

from ortenaudigital.events.sections.values import MOST_SLUG
from ortenaudigital.kernel.text import slug_of
from ortenaudigital.web.organiser.event.forms.fields import Row, wanted_of
from ortenaudigital.web.shared.forms import Form, one_line
from ortenaudigital.web.shared.requests.values import whole_number

NAME_HINT = _l("Leer lassen; es wird aus dem deutschen Text gebildet.")


class PartForm(Form):
    """One part of an event, as its page shows it."""

    version = HiddenField()

    def offer(self) -> None:
        """Offer what the event has, such as its days."""

    def wanted(self) -> dict[str, Any]:
        """Return what was typed, as the section reads it; call it on a valid form only."""
        return wanted_of(self)

    # Those that stand above all others, where a form takes over the fields of another.
    first: tuple[str, ...] = ()

    @property
    def shown(self) -> list[Field]:
        """Return the fields that people see, in order."""
        fields = [each for each in self if each.type not in ("HiddenField", "CSRFTokenField")]
        return sorted(fields, key=lambda each: each.short_name not in self.first)

    @property
    def shown_version(self) -> int:
        """Return as which version the event was shown; nought for what is none."""
        try:
            return whole_number(self.version.data or "")
        except ValueError:
            return 0


def short_name() -> StringField:
    """Return the field for the name of an entry in files and addresses."""
    return StringField(_l("Kürzel"), filters=[one_line], description=NAME_HINT)


def list_of(row: type[Row], label: Any, each: Any) -> FieldList:
    """Return a field for any number of rows; `each` is what one of them is called."""
    return FieldList(FormField(row), label, description=each)


def named(rows: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Give each row that has no name one out of its German text, which no other has."""
    found = list(rows)
    taken = {row[key] for row in found if row[key]}
    for row in found:
        if not row[key]:
            row[key] = free_name(_german(row), taken)
            taken.add(row[key])
    return found


def _german(row: dict[str, Any]) -> str:
    title = row.get("title") or row
    return str(title.get("de", ""))


def free_name(text: str, taken: Iterable[str]) -> str:
    """Return a name for addresses, made of a text, that is not taken; empty for no text."""
    name, others = slug_of(text, MOST_SLUG - 4), set(taken)
    return next((each for each in _numbered(name) if each not in others), "") if name else ""


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in range(2, 1000))
