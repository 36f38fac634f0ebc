"""What is typed line by line about an area: corners of its outline, and circuits."""

import re

from flask_babel import format_decimal, gettext

from ortenaudigital.events.sections.fair.floor import MOST_METRES, MOST_WATTS
from ortenaudigital.fair.inventory.models import Area
from ortenaudigital.fair.inventory.rules import outline_corners, outline_text

_CORNER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:[/;x×]|\s)\s*(\d+(?:[.,]\d+)?)")
_CIRCUIT = re.compile(r"(.+?)\s*[:=]\s*(\d{1,7})\s*W?")


def shown_outline(area: Area) -> str:
    """Write the corners of an area, one a line: `12,5 / 8`."""
    corners = outline_corners(area.outline)
    return "\n".join(f"{format_decimal(x)} / {format_decimal(y)}" for x, y in corners)


def read_outline(text: str) -> str:
    """Read corners, one a line, as they are stored. Raises ValueError in words for the reader."""
    corners = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _CORNER.fullmatch(line)
        corner = [float(part.replace(",", ".")) for part in found.groups()] if found else []
        if not corner or max(corner) > MOST_METRES:
            words = gettext("„%(line)s“ ist keine Ecke wie 12,5 / 8.", line=line[:40])
            raise ValueError(words)
        corners.append(corner)
    if corners and len(corners) not in range(3, 201):
        raise ValueError(gettext("Ein Umriss hat 3 bis 200 Ecken."))
    return outline_text(corners)


def shown_circuits(area: Area) -> str:
    """Write the circuits of an area, one a line: `K1: 3600`."""
    return "\n".join(f"{each.name}: {each.limit_w}" for each in area.circuits)


def read_circuits(text: str) -> dict[str, int]:
    """Read circuits, one a line. Raises ValueError in words for the reader."""
    circuits: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _CIRCUIT.fullmatch(line)
        if found is None or int(found[2]) > MOST_WATTS or len(found[1]) > 100:
            words = gettext("„%(line)s“ ist kein Stromkreis wie K1: 3600.", line=line[:40])
            raise ValueError(words)
        if found[1] in circuits:
            words = gettext("Den Stromkreis „%(name)s“ nennen Sie zweimal.", name=found[1])
            raise ValueError(words)
        circuits[found[1]] = int(found[2])
    return circuits
