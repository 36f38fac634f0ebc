"""The form of the picture that stands on the page of an event."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ortenaudigital.web.organiser.event.forms.base import PartForm
from ortenaudigital.web.organiser.event.forms.fields import OptionalLines, TextsField
from ortenaudigital.web.shared.uploads import PictureField

# As wide as the page shows it on a screen with two points for each pixel.
SIDE = 1600
SMALL_SIDE = 480


class PictureForm(PartForm):
    """The picture, and what is on it."""

    picture = PictureField(_l("Bild der Veranstaltung"), side=SIDE, small=SMALL_SIDE)
    picture_alt = TextsField(
        _l("Was auf dem Bild zu sehen ist"),
        OptionalLines,
        description=_l(
            "Ein Satz für alle, die es nicht sehen, zum Beispiel: Menschen an einem Messestand in "
            "der Illenau. Zu einem Bild gehört er auf Deutsch."
        ),
    )

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen; without a picture there is nothing to say about it."""
        if self.picture.data is None:
            return {"picture": None, "picture_alt": None}
        return super().wanted() | {"picture": str(self.picture.data)}
