"""What the door app says: its script asks for no text that the page does not bring."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
SAID = re.compile(r"\bsay\(\"(\w+)\"")
# Screens have notes of their own, whose words stand in their markup.
NOTED = re.compile(r"\bnote\(\"(?!locked|over)(\w+)\"")
GIVEN = re.compile(r"^\s+'(\w+)': _\(", re.MULTILINE)


def _script() -> str:
    folder = ROOT / "static" / "src" / "js"
    return "\n".join(each.read_text(encoding="utf-8") for each in folder.glob("door/*.js"))


def test_every_text_is_there() -> None:
    templates = (ROOT / "templates" / "door").glob("texts*.html")
    given = set(GIVEN.findall("\n".join(each.read_text(encoding="utf-8") for each in templates)))
    script = _script()
    notes = {f"{kind}_{part}" for kind in NOTED.findall(script) for part in ("word", "advice")}
    missing = ({*SAID.findall(script), *notes}) - given
    assert not missing, sorted(missing)
