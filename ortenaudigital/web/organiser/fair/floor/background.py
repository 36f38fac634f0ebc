"""The picture under the stands of an area: a plan of the venue, scaled and moved."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ortenaudigital.fair.inventory.models import Area
from ortenaudigital.web.organiser.fair.floor.fields import MetresField
from ortenaudigital.web.organiser.fair.floor.forms import AreaForm
from ortenaudigital.web.shared.uploads import PictureField

# A plan has fine lines.
SIDE = 2000


class BackgroundForm(AreaForm):
    """All that is said of an area, with its picture."""

    background = PictureField(_l("Bild unter den Ständen"), side=SIDE, pdf=True)
    background_x = MetresField(_l("Bild: Abstand von links in Metern"))
    background_y = MetresField(_l("Bild: Abstand von oben in Metern"))
    background_width = MetresField(_l("Bild: Breite in Metern"))

    def show_background(self, area: Area) -> None:
        """Fill in the picture of an area."""
        self.background.data = area.background_id
        self.background_x.data = area.background_x_cm or None
        self.background_y.data = area.background_y_cm or None
        self.background_width.data = area.background_width_cm or None

    def background_values(self) -> dict[str, Any]:
        """Return what is stored of it."""
        return {
            "background_id": self.background.data,
            "background_x_cm": self.background_x.data or 0,
            "background_y_cm": self.background_y.data or 0,
            "background_width_cm": self.background_width.data or 0,
        }
