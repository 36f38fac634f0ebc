"""Exhibitors are told once, of all that changed, when the organiser says so; then they say yes."""

from collections.abc import Callable
from uuid import UUID

from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.letters import ASSIGNMENT, assignment, event_changed
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.commands import free, give
from ortenaudigital.fair.placement.telling import confirm_placing, list_untold, tell
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.models import LetterState
from ortenaudigital.outbox.queries import list_letters_about
from tests.features.fair.placement.conftest import BY, Office


def letters(exhibitor: object) -> int:
    return sum(each.kind == ASSIGNMENT for each in list_letters_about(str(exhibitor)))


def test_each_whose_stand_changed_gets_one_letter_however_often_it_changed(
    office: Office,
) -> None:
    first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
    one, two = office.slot("A1"), office.slot("A2")
    with transaction():
        give(office.event, [one], first, BY)
        free(office.event, [one], first, BY)
        give(office.event, [two], first, BY)
    assert letters(first) == 0
    assert [each.name for each in list_untold(office.event)] == ["Eins"]
    with transaction():
        assert tell(office.event, [first, second], BY) == 1
        assert tell(office.event, [first, second], BY) == 0
    assert (letters(first), letters(second)) == (1, 0)
    assert list_untold(office.event) == []


def test_a_change_of_the_event_names_the_stand_and_the_pitch_that_were_told(office: Office) -> None:
    first = office.exhibitor("Eins", pitch=True)
    with transaction():
        give(office.event, [office.slot("A1", 1), office.pitch()], first, BY)
        tell(office.event, [first], BY)
        give(office.event, [office.slot("A2")], first, BY)
    letter = event_changed(str(first))
    assert letter
    for text in (letter.text, letter.html):
        assert "Stand A1" in text
        assert "Pitch: Bühne" in text
        assert "Stand A2" not in text


def test_who_loses_a_stand_is_told_again(office: Office) -> None:
    first = office.exhibitor("Eins")
    with transaction():
        give(office.event, [office.slot("A1")], first, BY)
        tell(office.event, [first], BY)
        free(office.event, [office.slot("A1")], first, BY)
    [untold] = list_untold(office.event)
    assert (untold.again, untold.slots) == (True, ())


def test_yes_is_said_to_what_was_shown_and_holds_until_it_changes(
    office: Office, refused: Callable[..., str]
) -> None:
    first = office.exhibitor("Eins")
    with transaction():
        give(office.event, [office.slot("A1")], first, BY)
    assert "inzwischen geändert" in refused(confirm_placing, office.row(first), "", BY)
    with transaction():
        tell(office.event, [first], BY)
    shown = office.row(first).told_of
    with transaction():
        confirm_placing(office.row(first), shown, BY)
    assert office.row(first).confirmed_at == BY.now
    with transaction():
        give(office.event, [office.slot("A1", 1)], first, BY)
    assert office.row(first).confirmed_at is None
    assert "inzwischen geändert" in refused(confirm_placing, office.row(first), shown, BY)


def kinds(exhibitor: object) -> list[str]:
    before = ("stands.application", "stands.confirm_address")
    found = [each.kind for each in list_letters_about(str(exhibitor))]
    return sorted(kind for kind in found if kind not in before)


def decided(office: Office, name: str, state: State, *, collected: bool = True) -> UUID:
    first = office.exhibitor(name, accepted=False)
    with transaction():
        decide(office.row(first), state, BY.now, "olga", collected=collected)
    return first


def test_decision_and_stand_are_told_by_one_letter(office: Office) -> None:
    placed = decided(office, "Eins", State.ACCEPTED)
    at_once = decided(office, "Zwei", State.ACCEPTED, collected=False)
    waiting = decided(office, "Drei", State.ACCEPTED)
    declined = decided(office, "Vier", State.REJECTED)
    # The letter about this one waits for some minutes, in which it gets a stand.
    assert kinds(at_once) == ["stands.accepted"]
    with transaction():
        give(office.event, [office.slot("A1")], placed, BY)
        give(office.event, [office.slot("A2")], at_once, BY)
    shown = [(each.name, each.of_slots) for each in list_untold(office.event)]
    assert shown == [("Drei", False), ("Eins", True), ("Vier", False), ("Zwei", True)]
    everybody = [placed, at_once, waiting, declined]
    with transaction():
        assert tell(office.event, everybody, BY) == 4
        assert tell(office.event, everybody, BY) == 0
    assert [kinds(each) for each in everybody] == [
        ["stands.assignment"],
        ["stands.assignment"],
        ["stands.accepted"],
        ["stands.rejected"],
    ]
    assert all(not office.row(each).untold for each in everybody)


def test_the_letter_about_a_stand_says_that_they_are_accepted_once(office: Office) -> None:
    first = decided(office, "Eins", State.ACCEPTED)
    with transaction():
        give(office.event, [office.slot("A1")], first, BY)
        tell(office.event, [first], BY)
    letter = assignment(str(first))
    assert letter
    assert {"Sie sind dabei" in letter.text, "A1" in letter.text} == {True}
    with transaction():
        for sent in list_letters_about(str(first)):
            sent.state = LetterState.SENT
        free(office.event, [office.slot("A1")], first, BY)
        give(office.event, [office.slot("A2")], first, BY)
    again = assignment(str(first))
    assert again
    assert ("Sie sind dabei" in again.text, "A2" in again.text) == (False, True)
    with transaction():
        free(office.event, [office.slot("A2")], first, BY)
        tell(office.event, [first], BY)
    assert kinds(first) == ["stands.assignment", "stands.unassigned"]
    gone = assignment(str(first))
    assert gone
    assert "zurückgenommen" in gone.text
