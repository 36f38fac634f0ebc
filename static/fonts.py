"""Subset the Fira Sans of the KERN package: `python static/fonts.py SOURCE TARGET`.

The web gets two weights with the characters our three languages need. Guests come with names
from all over the world: a web page fetches their letters when it shows one; other scripts come
out in a font of the machine.
"""

import logging
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

WEB = (
    "U+20-7E,U+A0-FF,U+152,U+153,U+178,U+2013,U+2014,U+2018-201A,U+201C-201E,"
    "U+2022,U+2026,U+20AC,U+2190,U+2192"
)
# The stylesheet names the same ranges, in tokens.css.
NAMES = "U+100-151,U+154-177,U+179-17F,U+218-21B,U+1E9E"
VIETNAMESE = "U+1A0,U+1A1,U+1AF,U+1B0,U+300-303,U+309,U+323,U+1EA0-1EF9,U+20AB"
EASTERN = "U+370-3FF,U+400-45F,U+490,U+491"
PRINT = f"{WEB},{NAMES},{VIETNAMESE}"

WEIGHTS = {"400": "Regular", "600": "SemiBold", "700": "Bold"}

JOBS = [
    ("fira-sans-400.woff2", "400", WEB, "woff2"),
    ("fira-sans-600.woff2", "600", WEB, "woff2"),
    ("fira-sans-400-names.woff2", "400", NAMES, "woff2"),
    ("fira-sans-600-names.woff2", "600", NAMES, "woff2"),
    ("fira-sans-400-vietnamese.woff2", "400", VIETNAMESE, "woff2"),
    ("fira-sans-600-vietnamese.woff2", "600", VIETNAMESE, "woff2"),
    ("fira-sans-400-eastern.woff2", "400", EASTERN, "woff2"),
    ("fira-sans-600-eastern.woff2", "600", EASTERN, "woff2"),
    # Uncompressed: the PDF renderer reads them for every ticket and would unpack them each time.
    ("print-400.ttf", "400", PRINT, None),
    ("print-700.ttf", "700", PRINT, None),
]


def make(source: Path, target: Path, job: tuple[str, str, str, str | None]) -> None:
    """Write one subset of one weight."""
    name, weight, unicodes, flavor = job
    # Without a date in it, the same font gets the same name in every build.
    font = TTFont(source / f"FiraSans-{WEIGHTS[weight]}.woff2", recalcTimestamp=False)
    options = subset.Options(
        hinting=False,
        layout_features=["kern", "tnum"] if flavor else ["kern", "ccmp", "mark"],
        name_IDs=[0, 1, 2, 4, 6, 13, 14],
        glyph_names=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    subsetter.subset(font)
    font.flavor = flavor
    font.save(target / name)


if __name__ == "__main__":
    # Fira announces bits its own table version does not define; harmless, and nothing we can mend.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for job in JOBS:
        make(source, target, job)
