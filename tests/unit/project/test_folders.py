"""A room that nobody can overlook is divided: no folder holds more files than a page has lines."""

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MOST_FILES = 15
IGNORED = {"__pycache__", "dist", "node_modules"}


@pytest.mark.parametrize("house", ["ortenaudigital", "templates", "static/src", "tests"])
def test_no_folder_holds_more_than_fifteen_files(house: str) -> None:
    files = [file for file in (ROOT / house).rglob("*") if file.is_file()]
    seen = Counter(file.parent.relative_to(ROOT) for file in files if _counts(file))
    assert len(seen) > 5
    assert {str(folder): number for folder, number in seen.items() if number > MOST_FILES} == {}


def _counts(file: Path) -> bool:
    return not IGNORED & set(file.relative_to(ROOT).parts) and file.suffix != ".mo"
