"""Exhibitors are told once, of all that changed, when the organiser says so; then they say yes."""

from collections.abc import Callable

from ortenaudigital.fair.applications.letters import ASSIGNMENT
from ortenaudigital.fair.placement.commands import free, give
from ortenaudigital.fair.placement.telling import confirm_placing, list_untold, tell
from ortenaudigital.kernel.db import transaction
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
