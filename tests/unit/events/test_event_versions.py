"""What is different between two versions of an event, on plain values."""

from ortenaudigital.events.sections.event_file import document_of
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.versions import FieldChange, as_lines, differences
from tests.factories import event_file_text


def changes(**changed: str) -> tuple[FieldChange, ...]:
    old, new = event_file_text(), event_file_text(**changed)
    return differences(*(document_of(read_event_file(text)) for text in (old, new)))


def test_the_same_is_no_change() -> None:
    assert changes() == ()


def test_each_field_is_named_with_its_old_and_new_value() -> None:
    found = changes(title="Anders", opens="09:00", quota="120")
    assert found == (
        FieldChange("event.title", "Ortenau Digital 2027", "Anders"),
        FieldChange("day[2027-10-01].opens", "08:30", "09:00"),
        FieldChange("ticket_type[buergerticket].quota", 100, 120),
    )
    assert as_lines(found)[0] == "event.title: Ortenau Digital 2027 became Anders"


def test_entries_are_told_apart_by_their_name_and_not_by_their_place() -> None:
    old = {"stand": [{"label": "A1", "size": "2 m"}, {"label": "A2", "size": "3 m"}]}
    new = {"stand": [{"label": "A2", "size": "4 m"}]}
    assert differences(old, new) == (
        FieldChange("stand[A1].label", "A1", None),
        FieldChange("stand[A1].size", "2 m", None),
        FieldChange("stand[A2].size", "3 m", "4 m"),
    )
    assert as_lines(differences(old, new))[0] == "stand[A1].label: A1 became nothing"


def test_the_version_itself_is_no_change() -> None:
    text = event_file_text().replace('state = "published"', 'state = "published"\nversion = 7')
    assert document_of(read_event_file(text)) == document_of(read_event_file(event_file_text()))
