"""What visitors find by words, kind, topic and day."""

from datetime import date
from uuid import uuid4

import pytest

from ortenaudigital.guests.fair.search import Wanted, find
from ortenaudigital.guests.fair.values import ShownExhibitor, ShownFair, ShownStand

FRIDAY, SATURDAY = date(2027, 10, 1), date(2027, 10, 2)


def exhibitor(name: str, **changes: object) -> ShownExhibitor:
    values: dict[str, object] = {
        "id": uuid4(),
        "name": name,
        "kind": "company",
        "description": "",
        "language": "de",
        "translations": {},
        "website": "",
        "links": (),
        "tags": (),
        "logo": None,
        "stands": (),
        "pitches": (),
    }
    return ShownExhibitor(**(values | changes))  # type: ignore[arg-type]


SENSORS = exhibitor(
    "Rebsensor",
    kind="start_up",
    description="Funk im Weinberg",
    translations={"fr": "Capteurs dans les vignes"},
    tags=("Wein", "Klima"),
    stands=(ShownStand("A4", "Festsaal", FRIDAY), ShownStand("B1", "Hof", SATURDAY)),
)
TOWN = exhibitor("Große Kreisstadt Müllheim", kind="municipality", tags=("Klima",))
ALL = (TOWN, SENSORS)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), ["Große Kreisstadt Müllheim", "Rebsensor"]),
        (Wanted("REB"), ["Rebsensor"]),
        (Wanted("muellheim"), ["Große Kreisstadt Müllheim"]),
        (Wanted("grosse mullheim"), ["Große Kreisstadt Müllheim"]),
        (Wanted("a4"), ["Rebsensor"]),
        (Wanted("vignes"), ["Rebsensor"]),
        (Wanted("klima wein"), ["Rebsensor"]),
        (Wanted("xyzzy"), []),
        (Wanted(kind="start_up"), ["Rebsensor"]),
        (Wanted(kind="nonsense"), []),
        (Wanted(tag="Klima"), ["Große Kreisstadt Müllheim", "Rebsensor"]),
        (Wanted(tag="klima"), []),
        (Wanted(day=SATURDAY), ["Rebsensor"]),
        (Wanted(day=date(2027, 10, 3)), []),
        (Wanted("reb", "municipality"), []),
    ],
)
def test_what_is_looked_for_is_found(wanted: Wanted, names: list[str]) -> None:
    assert [each.name for each in find(ALL, wanted)] == names


def test_only_what_is_asked_for_counts_as_a_search() -> None:
    assert not Wanted("  ")
    assert Wanted(tag="Wein")


def test_a_description_is_in_the_language_of_the_page_if_there_is_one() -> None:
    assert SENSORS.described("fr") == ("Capteurs dans les vignes", "fr")
    assert SENSORS.described("en") == ("Funk im Weinberg", "de")
    assert SENSORS.described("de") == ("Funk im Weinberg", "de")


def test_only_addresses_of_the_web_are_links() -> None:
    risky = exhibitor(
        "X",
        website="javascript:alert(1)",
        links=("https://example.org", "data:text/html,x", "https://example.org", "ftp://x"),
    )
    assert risky.addresses == ("https://example.org",)


def test_frequent_topics_come_first() -> None:
    assert ShownFair(ALL).tags == ["Klima", "Wein"]
    assert ShownFair(ALL).kinds == ["municipality", "start_up"]
