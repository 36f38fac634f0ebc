"""Icons: each that a template names is there, and none lies about."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGES = [*sorted(ROOT.glob("templates/**/*.html")), *ROOT.glob("ortenaudigital/web/organiser/*.py")]
TEMPLATES = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
ICONS = {file.stem for file in ROOT.glob("static/src/img/icons/*/*.svg")}


def test_each_icon_that_a_template_names_is_there() -> None:
    named = set(re.findall(r"\bicon\('([\w-]+)'", TEMPLATES))
    assert len(named) > 20
    assert named <= ICONS


def test_each_icon_is_used() -> None:
    # By its name, or by its place in the file, as the mark of the house.
    words = set(re.findall(r"['\"#]([\w-]+)['\"]", TEMPLATES))
    assert words >= ICONS
