"""What exhibitors do in their portal: people, messages, documents, furniture, corrections."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from icalendar import Calendar

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.applications.changing.needs import needs_of
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.errors import NotConfirmed
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign, take_back
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.fair.portal.contact.commands import confirm_contact, get_contact_change
from ortenaudigital.fair.portal.contact.errors import SameContact, UnknownContactChange
from ortenaudigital.fair.portal.corrections.commands import (
    accept_correction,
    ask_again,
    ask_to_correct,
    entry_of,
)
from ortenaudigital.fair.portal.corrections.errors import (
    CorrectionsClosed,
    CorrectionSettled,
    NotCorrectable,
)
from ortenaudigital.fair.portal.corrections.queries import find_last, list_open_corrections
from ortenaudigital.fair.portal.dates import dates_file
from ortenaudigital.fair.portal.furniture.commands import order_furniture
from ortenaudigital.fair.portal.furniture.errors import FurnitureClosed, TooMuchFurniture
from ortenaudigital.fair.portal.furniture.queries import furniture_totals, list_orders, orders_of
from ortenaudigital.fair.portal.messages.commands import ask_organisers, write_to_exhibitor
from ortenaudigital.fair.portal.messages.queries import count_open_messages, list_messages
from ortenaudigital.fair.portal.papers.commands import (
    PaperContent,
    confirm_paper,
    put_up,
    renew,
    take_down,
)
from ortenaudigital.fair.portal.papers.errors import NotAPdf, PaperChanged, UnknownPaper
from ortenaudigital.fair.portal.papers.queries import count_confirmed, get_paper, papers_for
from ortenaudigital.fair.portal.people.commands import invite_person, revoke_person
from ortenaudigital.fair.portal.people.errors import AlreadyInvited, LinkRevoked
from ortenaudigital.fair.portal.people.links import person_key
from ortenaudigital.fair.portal.people.queries import find_person_by_key, get_person, list_people
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, event_file_text, make_event, make_exhibitor
from tests.features.fair.portal.portals import (
    FURNITURE,
    PDF,
    make_contact_change,
    make_paper,
    make_person,
    set_event,
    words,
)

LATER = BOOKED_AT + timedelta(days=1)
SET_UP = """
[[event.setup]]
kind = "set_up"
starts = 2027-09-29T14:00:00+02:00
ends = 2027-09-29T18:00:00+02:00
place = "Tor 2"
"""


def kinds() -> list[str]:
    return [letter.kind for letter in list_letters()]


@pytest.fixture
def exhibitor(context: Flask) -> Exhibitor:
    return make_exhibitor(make_event())


def test_a_colleague_gets_a_link_that_can_be_revoked(exhibitor: Exhibitor) -> None:
    person_id = make_person(exhibitor)
    found = find_person_by_key(person_key(person_id))
    assert found is not None
    assert found.exhibitor_id == exhibitor.id
    assert "portal.invited" in kinds()

    for again in (True, False):
        with transaction():
            assert revoke_person(get_person(exhibitor, person_id), LATER, "exhibitor") is again

    with pytest.raises(LinkRevoked):
        find_person_by_key(person_key(person_id))
    assert list_people(exhibitor) == []


@pytest.mark.parametrize("email", ["emil@example.org", "EMIL@example.org", "paula@example.org"])
def test_an_address_gets_one_link(exhibitor: Exhibitor, email: str) -> None:
    make_person(exhibitor)

    with pytest.raises(AlreadyInvited):
        make_person(exhibitor, email)


def test_nobody_is_written_to_by_an_unconfirmed_application(context: Flask) -> None:
    exhibitor = make_exhibitor(make_event(), accepted=False, confirmed=False)
    before = len(list_letters())

    with pytest.raises(NotConfirmed):
        make_person(exhibitor)
    with pytest.raises(NotConfirmed):
        make_contact_change(exhibitor, BOOKED_AT)
    assert len(list_letters()) == before


def test_a_message_is_open_until_it_is_answered(exhibitor: Exhibitor) -> None:
    event, question = exhibitor.event, words()
    for new in (True, False):
        with transaction():
            assert ask_organisers(exhibitor, question, BOOKED_AT) is new
    assert count_open_messages(event) == 1

    with transaction():
        write_to_exhibitor(exhibitor, words("Durch Tor 2.", "olga@example.org"), LATER)

    assert count_open_messages(event) == 0
    assert [each.words for each in list_messages(exhibitor)] == [
        "Durch Tor 2.",
        "Wo ist die Einfahrt?",
    ]
    assert "portal.message" in kinds()


def test_a_document_is_confirmed_by_version(exhibitor: Exhibitor) -> None:
    paper = make_paper(exhibitor.event)
    for new in (True, False):
        with transaction():
            assert confirm_paper(exhibitor, paper, 1, BOOKED_AT, "paula@example.org") is new
    assert count_confirmed(exhibitor.event) == {paper.id: 1}

    with transaction():
        renew(paper, PaperContent("Hausordnung", True, url="https://example.org/x"), LATER, "olga")
    with pytest.raises(PaperChanged), transaction():
        confirm_paper(exhibitor, paper, 1, LATER, "exhibitor")
    (row,) = papers_for(exhibitor)
    assert row.is_open
    with transaction():
        confirm_paper(exhibitor, paper, 2, LATER, "exhibitor")
    assert not papers_for(exhibitor)[0].is_open


def test_only_pdf_files_are_documents(exhibitor: Exhibitor) -> None:
    for content in (b"<svg onload='x'>", b"MZ\x90", b"\x89PNG\r\n", b"% PDF-1.7"):
        with pytest.raises(NotAPdf), transaction():
            put_up(exhibitor.event, PaperContent("X", True, content), BOOKED_AT, "olga")


def test_a_document_that_was_taken_down_is_gone(exhibitor: Exhibitor) -> None:
    paper = make_paper(exhibitor.event)
    with transaction():
        take_down(paper, LATER, "olga")

    with pytest.raises(UnknownPaper):
        get_paper(exhibitor.event, paper.id)
    with pytest.raises(UnknownPaper), transaction():
        confirm_paper(exhibitor, paper, 1, LATER, "exhibitor")
    assert papers_for(exhibitor) == []


def test_furniture_is_ordered_within_limits_until_the_deadline(exhibitor: Exhibitor) -> None:
    event = exhibitor.event
    set_event(event, furniture=FURNITURE, furniture_close_at=LATER)
    with transaction():
        assert order_furniture(exhibitor, {"tisch": 2, "stuhl": 8}, BOOKED_AT, "exhibitor")
        assert not order_furniture(exhibitor, {"tisch": 2, "stuhl": 8}, BOOKED_AT, "exhibitor")
    with pytest.raises(TooMuchFurniture), transaction():
        order_furniture(exhibitor, {"tisch": 5}, BOOKED_AT, "exhibitor")
    with pytest.raises(FurnitureClosed), transaction():
        order_furniture(exhibitor, {"tisch": 1}, LATER, "exhibitor")

    assert orders_of(exhibitor) == {"tisch": 2, "stuhl": 8}
    assert furniture_totals(event) == {"tisch": 2, "stuhl": 8}
    assert list_orders(event) == [("Rebsensor", {"tisch": 2, "stuhl": 8})]


def correct(exhibitor: Exhibitor, **changes: object) -> bool:
    with transaction():
        return ask_to_correct(exhibitor, entry_of(exhibitor) | changes, BOOKED_AT, "exhibitor")


def test_a_correction_goes_in_once_it_is_accepted(exhibitor: Exhibitor) -> None:
    assert not correct(exhibitor)
    assert correct(exhibitor, name="Rebsensor GmbH")
    needs = {"power_w": 3500, "days": ["2027-10-01"], "pitch": True}
    assert correct(exhibitor, name="Rebsensor AG", translations={"en": "Sensors."}, **needs)
    (waiting,) = list_open_corrections(exhibitor.event)
    assert (waiting.old["name"], waiting.new["name"]) == ("Rebsensor", "Rebsensor AG")
    assert exhibitor.name == "Rebsensor"

    with transaction():
        accept_correction(waiting, LATER, "olga")

    assert get_exhibitor(exhibitor.id).name == "Rebsensor AG"
    assert get_exhibitor(exhibitor.id).translations == {"en": "Sensors."}
    stored = needs_of(exhibitor)
    assert (stored.power_w, stored.pitch, stored.network) == (3500, True, False)
    assert stored.days == (exhibitor.event.days[1].id,)
    assert list_open_corrections(exhibitor.event) == []
    with pytest.raises(CorrectionSettled), transaction():
        accept_correction(waiting, LATER, "olga")


def test_organisers_ask_again_and_the_entry_stays(exhibitor: Exhibitor) -> None:
    correct(exhibitor, website="https://example.org")
    (waiting,) = list_open_corrections(exhibitor.event)
    with transaction():
        ask_again(waiting, "Ist das Ihre Seite?", LATER, "olga")

    assert get_exhibitor(exhibitor.id).website == ""
    last = find_last(exhibitor)
    assert last is not None
    assert last.answer == "Ist das Ihre Seite?"
    assert "portal.asked_again" in kinds()


def test_nothing_is_corrected_after_the_deadline_or_by_who_left(exhibitor: Exhibitor) -> None:
    set_event(exhibitor.event, corrections_close_at=BOOKED_AT)
    with pytest.raises(CorrectionsClosed):
        correct(exhibitor, name="X")
    set_event(exhibitor.event, corrections_close_at=None)
    with transaction():
        withdraw(exhibitor, BOOKED_AT, "exhibitor")
    with pytest.raises(NotCorrectable):
        correct(exhibitor, name="X")


def test_what_somebody_wanted_to_change_who_then_withdrew_waits_for_nobody(
    exhibitor: Exhibitor,
) -> None:
    correct(exhibitor, name="Rebsensor AG", power_w=9000)
    waiting = find_last(exhibitor)
    assert waiting is not None
    with transaction():
        withdraw(exhibitor, BOOKED_AT, "exhibitor")
    assert list_open_corrections(exhibitor.event) == []
    for decided in (
        lambda: accept_correction(waiting, LATER, "olga"),
        lambda: ask_again(waiting, "Warum?", LATER, "olga"),
    ):
        with pytest.raises(NotCorrectable), transaction():
            decided()


def test_another_address_holds_once_it_is_confirmed(exhibitor: Exhibitor) -> None:
    with pytest.raises(SameContact):
        make_contact_change(exhibitor, BOOKED_AT, "EMIL@example.org")
    key = make_contact_change(exhibitor, BOOKED_AT)
    assert get_exhibitor(exhibitor.id).email == "emil@example.org"
    for new in (True, False):
        with transaction():
            assert confirm_contact(get_contact_change(key, BOOKED_AT), BOOKED_AT) is new
    assert get_exhibitor(exhibitor.id).email == "neu@example.org"
    assert {"portal.confirm_contact", "portal.contact_changed"} <= set(kinds())
    with pytest.raises(UnknownContactChange):
        get_contact_change(key, BOOKED_AT + timedelta(days=2))


def entries(exhibitor: Exhibitor) -> dict[str, tuple[int, str, str]]:
    calendar = Calendar.from_ical(dates_file(get_exhibitor(exhibitor.id), BOOKED_AT))
    return {
        str(each["uid"]).split("@")[0].removeprefix(f"{exhibitor.id}-"): (
            int(each["sequence"]),
            str(each["status"]),
            str(each["summary"]),
        )
        for each in calendar.walk("VEVENT")
    }


def test_the_calendar_follows_what_changes(context: Flask) -> None:
    exhibitor = make_exhibitor(make_event(settings=SET_UP))
    slot = list_free_slots(exhibitor.event)[0]
    with transaction():
        assign(slot, exhibitor, BOOKED_AT, "olga")
    # What nobody has told them yet is not in their calendar.
    assert set(entries(exhibitor)) == {"set-up-0"}
    with transaction():
        tell(exhibitor.event, [exhibitor.id], By(BOOKED_AT, "olga"))
    before = entries(exhibitor)
    assert set(before) == {"set-up-0", "fair-2027-09-30"}
    assert before["fair-2027-09-30"][2] == "Ortenau Digital 2027: Stand A1"

    with transaction():
        take_back(slot, exhibitor, LATER, "olga")
        assign(list_free_slots(exhibitor.event)[0], exhibitor, LATER, "olga")
    after = entries(exhibitor)
    assert after["set-up-0"][0] > before["set-up-0"][0]

    with transaction():
        withdraw(exhibitor, LATER, "exhibitor")
    gone = entries(exhibitor)
    assert {status for _, status, _ in gone.values()} == {"CANCELLED"}
    assert set(before) <= set(gone)
    assert all(gone[key][0] > after["set-up-0"][0] for key in gone)


def test_an_import_keeps_what_the_file_says_of_the_portal(context: Flask) -> None:
    def sections(event: Event) -> tuple[object, ...]:
        return event.furniture, event.set_up

    event = make_event(settings=SET_UP)
    (time,) = event.set_up
    assert (time["kind"], time["place"]) == ("set_up", "Tor 2")
    with transaction():
        import_event(read_event_file(event_file_text()), Decision(), BOOKED_AT, "test")
    assert sections(get_event(event.slug)) == ([], [])


def test_what_colleagues_do_is_in_the_history(exhibitor: Exhibitor) -> None:
    paper = make_paper(exhibitor.event)
    with transaction():
        confirm_paper(exhibitor, paper, 1, BOOKED_AT, "paula@example.org")
        invite_person(exhibitor, "Dora", f"{uuid4().hex}@example.org", BOOKED_AT, "exhibitor")
    told = {(each.action, each.actor) for each in list_entries(exhibitor.id)}
    assert ("stands.paper_confirmed", "paula@example.org") in told
    assert ("stands.person_invited", "exhibitor") in told
    assert PDF.startswith(b"%PDF")
