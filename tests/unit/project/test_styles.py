"""Style sheets hold no rule for what no page has."""

import re

from tests.servers import ROOT

# In the selectors only: a file or a number in a declaration has a dot as well.
DECLARATIONS = re.compile(r"/\*.*?\*/|@import[^;]*;|\{[^{}]*\}", re.DOTALL)


def words(*patterns: str) -> set[str]:
    files = [file for pattern in patterns for file in ROOT.glob(pattern)]
    assert files
    return {
        word for file in files for word in re.findall(r"[\w-]+", file.read_text(encoding="utf-8"))
    }


def test_each_class_of_ours_is_on_a_page() -> None:
    used = words("templates/**/*.html", "static/src/js/**/*.js", "ortenaudigital/**/*.py")
    # `chart__bar--{{ state }}` leaves `chart__bar--`.
    starts = tuple(word for word in used if len(word) > 4 and word.endswith(("-", "_")))
    for sheet in sorted(ROOT.glob("static/src/css/**/*.css")):
        selectors = DECLARATIONS.sub(" ", sheet.read_text(encoding="utf-8"))
        for name in re.findall(r"\.(-?[a-zA-Z][\w-]*)", selectors):
            assert name in used or name.startswith(starts), f"{sheet.name}: .{name}"
