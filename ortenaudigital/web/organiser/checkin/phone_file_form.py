"""The form that takes the file of a phone, as `unsent.js` writes it."""

from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from ortenaudigital.events.models import Event
from ortenaudigital.web.shared.answers.machine_answers import SERVICE
from ortenaudigital.web.shared.forms import Form

KIND = "unsent-scans"
MOST_SCANS = 2000


class PhoneFileForm(Form):
    """The content of the file; `scans` and `device` are what was found in it."""

    content = TextAreaField(
        _l("Inhalt der Datei"),
        [DataRequired(_l("Bitte wählen Sie die Datei, oder fügen Sie ihren Inhalt ein."))],
    )
    device: str = ""
    scans: list[Any]

    def fits(self, event: Event) -> bool:
        """Read the file; say whether it is one, and of this event. What is wrong is said."""
        found = _read(self.content.data or "")
        wrong = _what_is_wrong(found, event)
        if wrong:
            self.content.errors = [*self.content.errors, wrong]
            return False
        self.device, self.scans = str(found.get("device", "")), found["scans"]
        # Nobody saw an answer to these, so nobody went in by them.
        for each in self.scans:
            if isinstance(each, dict) and each.get("verdict") is None:
                each["verdict"] = "unknown"
        return True


def _read(text: str) -> dict[str, Any]:
    try:
        found = current_app.json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _what_is_wrong(found: dict[str, Any], event: Event) -> str | None:
    is_ours = found.get("service") == SERVICE and found.get("kind") == KIND
    if not is_ours or not isinstance(found.get("scans"), list):
        return gettext(
            "Das ist keine Datei mit Scans, oder sie ist nicht vollständig. Bitte speichern Sie "
            "sie am Telefon noch einmal."
        )
    if found.get("event") not in ("", event.slug):
        return gettext(
            "Diese Datei gehört zu „%(title)s“. Bitte tragen Sie sie dort ein.",
            title=str(found.get("title", "")),
        )
    if len(found["scans"]) > MOST_SCANS:
        return gettext("In dieser Datei sind zu viele Scans. Bitte teilen Sie sie.")
    return None
