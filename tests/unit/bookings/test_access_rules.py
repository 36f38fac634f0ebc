"""The rules of who may book what, on plain values."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from ortenaudigital.bookings.access.errors import (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
    InvitationForFewer,
    InvitationUsedUp,
    InvitationWithdrawn,
)
from ortenaudigital.bookings.access.rules import (
    CodeFacts,
    check_code,
    check_invitation,
    first_and_last,
    read_typed_code,
    written_code,
)
from ortenaudigital.bookings.errors import ForeignDomain, NotBookable, TooManyTickets
from ortenaudigital.bookings.rules import (
    Offer,
    Right,
    Way,
    check_address,
    check_offer,
    is_under,
    needs_confirmation,
)
from ortenaudigital.events.rules import Access, EventState

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
CODE, INVITED, DOMAIN = (Right(way, uuid4()) for way in (Way.CODE, Way.INVITATION, Way.DOMAIN))


def offer(**changes: Any) -> Offer:
    values: dict[str, Any] = {
        "event_id": 1,
        "state": EventState.PUBLISHED,
        "version": 1,
        "calendar_sequence": 0,
        "booking_opens_at": None,
        "booking_closes_at": None,
        "ends_at": LATER,
        "type_ends_at": LATER,
        "ticket_type_id": 1,
        "access": Access.INVITATION,
        "max_per_booking": 2,
        "domains": ["achern.de", "*.kehl.de"],
    }
    return Offer(**(values | changes))


@pytest.mark.parametrize(
    ("access", "right", "may"),
    [
        (Access.PUBLIC, None, True),
        (Access.PUBLIC, CODE, False),
        (Access.PUBLIC, INVITED, False),
        (Access.INVITATION, None, False),
        (Access.INVITATION, CODE, True),
        (Access.INVITATION, INVITED, True),
        (Access.INVITATION, DOMAIN, True),
        (Access.EXHIBITORS, None, False),
        (Access.EXHIBITORS, CODE, False),
        (Access.EXHIBITORS, INVITED, False),
    ],
)
def test_who_may_book_what(access: Access, right: Right | None, may: bool) -> None:
    if may:
        check_offer(offer(access=access), 1, NOW, right, "a@achern.de")
        return
    with pytest.raises(NotBookable):
        check_offer(offer(access=access), 1, NOW, right, "a@achern.de")


def test_an_invitation_says_itself_how_many_it_is_for() -> None:
    check_offer(offer(), 3, NOW, INVITED)
    for right in (CODE, DOMAIN):
        with pytest.raises(TooManyTickets):
            check_offer(offer(), 3, NOW, right, "a@achern.de")


@pytest.mark.parametrize(
    ("email", "may"),
    [
        ("erika@achern.de", True),
        ("Erika@ACHERN.de", True),
        ("erika@amt.kehl.de", True),
        ("erika@a.b.kehl.de", True),
        ("erika@kehl.de", False),
        ("erika@amt.achern.de", False),
        ("erika@nichtachern.de", False),
        ("erika@xkehl.de", False),
        ("erika@achern.de.example.org", False),
        ("erika@achern", False),
        ("achern.de", False),
        ("", False),
    ],
)
def test_addresses_under_a_domain(email: str, may: bool) -> None:
    assert is_under(email, ["achern.de", "*.kehl.de"]) is may
    if not may:
        with pytest.raises(ForeignDomain):
            check_offer(offer(), 1, NOW, DOMAIN, email)


def test_a_domain_in_its_own_letters_is_the_same_as_in_ascii() -> None:
    assert is_under("a@bürger.de", ["xn--brger-kva.de"])


@pytest.mark.parametrize(
    ("right", "confirm_first", "needs"),
    [
        (None, False, False),
        (None, True, True),
        (CODE, False, False),
        (CODE, True, True),
        (INVITED, True, False),
        (DOMAIN, False, True),
    ],
)
def test_whose_address_is_proved_first(
    right: Right | None, confirm_first: bool, needs: bool
) -> None:
    assert needs_confirmation(offer(confirm_first=confirm_first), right) is needs


@pytest.mark.parametrize(
    "typed",
    [
        *("7K3M-9PQR", "7k3m9pqr", " 7k3m 9pqr ", "7K3M–9PQR", "7K3M_9PQR", "７Ｋ３Ｍ－９ＰＱＲ"),
        "https://tickets.example.org/kurs/code/7K3M-9PQR",
        "https://tickets.example.org/kurs/code/7K3M-9PQR?lang=fr",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_typed_code(typed) == "7K3M9PQR"
    assert written_code("7K3M9PQR") == "7K3M-9PQR"


@pytest.mark.parametrize("typed", ["", "7K3M-9PQ", "7K3M-9PQRS", "0K3M-9PQR", "7K3M-9PQI", "äöü"])
def test_what_can_be_no_code(typed: str) -> None:
    assert read_typed_code(typed) is None


@pytest.mark.parametrize(
    ("facts", "number", "error"),
    [
        (CodeFacts(1, 0, None, False), 1, None),
        (CodeFacts(None, 900, LATER, False), 50, None),
        (CodeFacts(5, 3, None, False), 2, None),
        (CodeFacts(5, 3, None, False), 3, CodeForFewer),
        (CodeFacts(1, 1, None, False), 1, CodeUsedUp),
        (CodeFacts(1, 0, NOW, False), 1, CodeEnded),
        (CodeFacts(1, 0, None, True), 1, CodeWithdrawn),
    ],
)
def test_what_a_code_is_good_for(facts: CodeFacts, number: int, error: Any) -> None:
    if error is None:
        check_code(facts, number, NOW)
        return
    with pytest.raises(error):
        check_code(facts, number, NOW)


def test_what_an_invitation_is_good_for() -> None:
    check_invitation(2, 1, 1, withdrawn=False)
    with pytest.raises(InvitationForFewer):
        check_invitation(2, 1, 2, withdrawn=False)
    with pytest.raises(InvitationUsedUp):
        check_invitation(2, 2, 1, withdrawn=False)
    with pytest.raises(InvitationWithdrawn):
        check_invitation(2, 0, 1, withdrawn=True)


def test_a_limit_of_an_address() -> None:
    check_address(None, 100, 50)
    check_address(2, 1, 1)
    with pytest.raises(TooManyTickets):
        check_address(2, 0, 3)


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("Erika Müller", ("Erika", "Müller")),
        ("Anna Maria von Berg", ("Anna Maria von", "Berg")),
        ("Erika", ("Erika", "")),
        ("", ("", "")),
    ],
)
def test_a_name_is_split_for_the_form(name: str, both: tuple[str, str]) -> None:
    assert first_and_last(name) == both
