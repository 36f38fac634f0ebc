"""Towns come from a file, hold events, and what nobody has said about them is named."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import EventTown
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import EventState, Organising
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.sections.toml.towns import read_town_file, write_town_file
from ortenaudigital.events.town_faults import list_town_faults
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.towns.queries import find_operator, find_town, list_towns
from tests.factories import BOOKED_AT, TOWN_FILE, event_file_text, make_event, make_towns
from tests.features.cli.test_commands import run


def store(text: str) -> None:
    with transaction():
        import_event(read_event_file(text), Decision(), BOOKED_AT, "olga")


def organisers() -> Sequence[str]:
    event = get_event("ortenau-digital-2027")
    return [town.slug for town in event.organisers]


def test_an_event_has_a_host_and_co_organisers(context: Flask) -> None:
    event = make_event()
    assert event.host is not None
    assert event.host.name == "Stadt Kehl"
    assert [town.name for town in event.co_organisers] == ["Stadt Lahr"]


def test_towns_of_an_event_may_change_places(context: Flask) -> None:
    make_event()
    text = event_file_text().replace('host = "kehl"', 'host = "lahr"')
    store(text.replace('co_organisers = ["lahr"]', 'co_organisers = ["kehl"]'))
    assert organisers() == ["lahr", "kehl"]
    store(text.replace('co_organisers = ["lahr"]', ""))
    assert organisers() == ["lahr"]


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ('host = "kehl"', 'host = "colmar"', "event.host"),
        ('["lahr"]', '["lahr", "colmar"]', "event.co_organisers[1]"),
    ],
)
def test_a_town_that_nobody_knows_holds_no_event(
    context: Flask, was: str, becomes: str, place: str
) -> None:
    make_event(title="Vorher")
    with pytest.raises(EventFileError) as caught:
        store(event_file_text(title="Nachher").replace(was, becomes))
    assert caught.value.faults[0].startswith(f"{place}: there is no town colmar; `flask")
    db.session.rollback()
    assert get_event("ortenau-digital-2027").title == "Vorher"


def test_the_database_takes_one_host_only(context: Flask) -> None:
    event = make_event()
    lahr = find_town("lahr")
    assert lahr is not None
    second = (
        sa.update(EventTown)
        .where(EventTown.event_id == event.id, EventTown.town_id == lahr.id)
        .values(role=Organising.HOST)
    )
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(second)


def test_the_database_takes_one_operator_only(context: Flask) -> None:
    make_towns()
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(sa.text("UPDATE town SET is_operator = true"))


def test_towns_come_from_a_file_and_go_into_one(context: Flask, tmp_path: Path) -> None:
    file = tmp_path / "towns.toml"
    file.write_text(TOWN_FILE, encoding="utf-8")
    assert run(context, "town", "import", str(file)) == (0, "kehl: added\nlahr: added\n")
    listed = run(context, "town", "list")[1].splitlines()
    assert [line.split() for line in listed] == [
        ["kehl", "Stadt", "Kehl", "(operator)"],
        ["lahr", "Stadt", "Lahr"],
    ]
    exported = run(context, "town", "export")[1]
    assert read_town_file(exported) == read_town_file(TOWN_FILE)
    file.write_text(exported, encoding="utf-8")
    assert run(context, "town", "import", str(file))[1] == "kehl: stored\nlahr: stored\n"
    assert write_town_file(list_towns()) == exported


def test_another_town_takes_over_the_house(context: Flask) -> None:
    make_towns()
    make_towns('[[town]]\nslug = "achern"\nname = "Stadt Achern"\nshort_name = "Achern"\n')
    operator = find_operator()
    assert operator is not None
    assert operator.slug == "kehl", "a town that says nothing of it changes nothing"
    make_towns(
        '[[town]]\nslug = "lahr"\nname = "Stadt Lahr"\nshort_name = "Lahr"\noperator = true\n'
    )
    assert [town.slug for town in list_towns() if town.is_operator] == ["lahr"]


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('name = "Stadt Kehl"\n', "", "town[0].name: is missing"),
        ('slug = "lahr"', 'slug = "kehl"', "town: kehl stands here twice"),
        (
            'slug = "lahr"',
            'slug = "lahr"\noperator = true',
            "town: operator is true more than once",
        ),
        ("stadt@kehl.example", "Stadt Kehl", "town[0].email: write exactly one plain address"),
        ("https://www.kehl", "javascript:alert(1)//", "town[0].website: write a web address"),
        ("[[town]]", "[[stadt]]", "stadt: this section is not known"),
    ],
)
def test_a_file_of_towns_with_a_fault_is_refused_as_a_whole(
    context: Flask, tmp_path: Path, was: str, becomes: str, fault: str
) -> None:
    file = tmp_path / "towns.toml"
    file.write_text(TOWN_FILE.replace(was, becomes), encoding="utf-8")
    code, output = run(context, "town", "import", str(file))
    assert code == 1
    assert fault in output
    assert "nothing was stored" in output
    assert list_towns() == []


def test_what_the_pages_leave_out_is_said(context: Flask) -> None:
    code, output = run(context, "town", "check")
    assert code == 1
    assert "no town runs these pages" in output

    make_event()
    assert run(context, "town", "check") == (0, "imprint and privacy notice are complete\n")

    lines = ("representative", "data_protection_phone", "phone")
    text = "\n".join(
        line for line in TOWN_FILE.split("\n") if not line.startswith(lines) or "Vera" in line
    )
    make_towns(text)
    lines_of_event = event_file_text().split("\n")
    store("\n".join(line for line in lines_of_event if not line.startswith("arrangement")))
    code, output = run(context, "town", "check")
    assert code == 1
    assert output.splitlines()[:-1] == [
        "kehl: phone is missing (imprint, § 5 DDG)",
        "lahr: representative is missing (imprint, § 5 DDG)",
        "lahr: phone is missing (imprint, § 5 DDG)",
        "lahr: data_protection_email or data_protection_phone is missing "
        "(privacy notice, Art. 13 GDPR)",
        "ortenau-digital-2027: arrangement is missing (privacy notice, Art. 26 GDPR)",
    ]
    assert output.splitlines()[-1].startswith("Error: 5 to add")


def test_samples_are_told_in_production_only(context: Flask) -> None:
    make_event()
    assert list_town_faults(BOOKED_AT, samples=False) == []
    assert list_town_faults(BOOKED_AT, samples=True) == [
        "kehl: email is a sample that nobody reads",
        "kehl: data_protection_email is a sample that nobody reads",
        "lahr: email is a sample that nobody reads",
    ]


def test_a_draft_is_checked_before_it_is_published(context: Flask) -> None:
    event = make_event()
    with transaction():
        event.state, event.arrangement = EventState.DRAFT, {}
    assert list_town_faults(BOOKED_AT, samples=False) == [
        "ortenau-digital-2027: arrangement is missing (privacy notice, Art. 26 GDPR)"
    ]
