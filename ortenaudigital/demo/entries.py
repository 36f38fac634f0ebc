"""How the sample exhibitors present themselves: topics, languages, and logos drawn on the spot."""

import io
from dataclasses import dataclass, field
from datetime import datetime

from PIL import Image, ImageDraw

from ortenaudigital.adapters.images import CleanPicture
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.pictures.commands import store_picture

SIDE = 240


@dataclass(frozen=True)
class Entry:
    """What is on the page of an exhibitor; without a `colour` it has no logo."""

    tags: str
    website: str = ""
    colour: str = ""
    translations: dict[str, str] = field(default_factory=dict)


ENTRIES = {
    "Gigabit Ortenau": Entry(
        "Glasfaser, Infrastruktur",
        "https://gigabit.example.org",
        "#0b5d43",
        {
            "en": "Fibre for villages: what it costs, and when the digging starts.",
            "fr": "La fibre pour les villages : ce qu’elle coûte, quand on creuse.",
        },
    ),
    "Stadt Kehl, Bürgerservice": Entry("Verwaltung, Bürgerdienste", "https://kehl.example.org"),
    "Lotsenpunkt Oberkirch": Entry("Bildung, Ältere Menschen", "", "#8a1c4a"),
    "Rebsensor": Entry(
        "Wein, Klima, Sensoren",
        "https://rebsensor.example.org",
        "#14688b",
        {"fr": "Des capteurs radio dans les vignes, qui alertent du gel et du mildiou."},
    ),
    "Museum zum Anfassen": Entry("Kultur, Bildung", "", "#b8860b"),
    "Parkplatz Lahr": Entry("Verkehr, Sensoren"),
}


def present(exhibitor: Exhibitor, now: datetime) -> None:
    """Write what is on the page of a sample exhibitor."""
    entry = ENTRIES.get(exhibitor.name)
    if entry is None:
        return
    exhibitor.tags, exhibitor.website = entry.tags, entry.website
    exhibitor.translations = entry.translations
    if entry.colour:
        exhibitor.logo_id = store_picture(_logo(entry.colour), now)


def _logo(colour: str) -> CleanPicture:
    picture = Image.new("RGB", (SIDE, SIDE), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((20, 20, SIDE - 20, SIDE - 20), 40, fill=colour)
    draw.ellipse((70, 70, 130, 130), fill="#f4c542")
    draw.line((60, 180, 110, 140, 180, 180), fill="#ffffff", width=14, joint="curve")
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", lossless=True)
    return CleanPicture(SIDE, SIDE, "image/webp", buffer.getvalue())
