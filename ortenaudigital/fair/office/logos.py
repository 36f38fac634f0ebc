"""All logos in one file, for posters and printers."""

import io
import re
from zipfile import ZIP_STORED, ZipFile

from ortenaudigital.adapters.images import as_png
from ortenaudigital.events.models import Event
from ortenaudigital.fair.office.queries import list_logos
from ortenaudigital.jobs.commands import Document
from ortenaudigital.jobs.worker import Report
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import fold

LOGOS = "fair.logos"
MOST_NAME = 60


def make_logos(subject: dict[str, str], report: Report) -> Document | None:
    """Pack the logos of an `event` as PNG into a ZIP as a job; nothing if there are none."""
    event = db.session.get(Event, int(subject["event"]))
    logos = list_logos(event) if event else []
    if event is None or not logos:
        return None
    buffer = io.BytesIO()
    # Pictures are packed already.
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for number, logo in enumerate(logos, 1):
            archive.writestr(file_name(number, logo.name), as_png(logo.content))
            report(100 * number // len(logos))
    return Document(f"logos-{event.slug}.zip", "application/zip", buffer.getvalue())


def file_name(number: int, name: str) -> str:
    """Return a name that every system takes and that is there once: `07-stadt-kehl.png`."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:MOST_NAME].strip("-")
    return f"{number:02}-{words or 'logo'}.png"
