import json
from pathlib import Path

import pytest

from ortenaudigital.kernel.text import fold, initials, search_text, sort_key, split_short_parts

FILE = Path(__file__).parents[2] / "vectors" / "text.json"
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["text"])
def test_texts_are_folded_as_in_the_browser(vector: dict[str, list[str]]) -> None:
    assert search_text(str(vector["text"])) == " ".join(vector["spellings"])
    assert fold(str(vector["text"])) == vector["spellings"][0]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Gigabit Ortenau GmbH", "GO"),
        ("Rebsensor", "R"),
        ("„Lotsen“ & Freunde", "LF"),
        ("ölmühle straße 3", "ÖS"),
        ("ßchmidt", "ß"),
        ("3-D-Druck", "3D"),
        ("🍇", ""),
    ],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_names_are_sorted_as_in_a_dictionary() -> None:
    names = ["Zell", "Äpfel", "apfel", "Ölmühle", "Oberkirch", "Łódź", "Lahr", "ß-Laden", "Straße"]
    ordered = [
        "apfel",
        "Äpfel",
        "Lahr",
        "Łódź",
        "Oberkirch",
        "Ölmühle",
        "ß-Laden",
        "Straße",
        "Zell",
    ]
    assert sorted(names, key=sort_key) == ordered
    stands = ["A10", "A2", "B1", "A1", "12", "3"]
    assert sorted(stands, key=sort_key) == ["3", "12", "A1", "A2", "A10", "B1"]


def test_digits_of_other_scripts_are_numbers_too() -> None:
    assert sorted(["a²", "a٣", "a1"], key=sort_key)[0] == "a1"


def test_short_parts_of_a_name_stay_together() -> None:
    assert split_short_parts("mit 3-D-Druck") == ["mit ", "3-D-D", "ruck"]
    assert split_short_parts("Kehl-Sundheim, 8-") == ["Kehl-Sundheim, 8-"]
    assert split_short_parts("") == [""]
