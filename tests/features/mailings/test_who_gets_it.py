"""Who is chosen gets one letter, whoever cannot or does not want one is counted with the reason."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.lists.filters import Filters
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.reminders.commands import want_only_necessary
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.mailings.errors import NobodyChosen, NumberDiffers
from ortenaudigital.mailings.models import Mailing, MailingRecipient
from ortenaudigital.mailings.queries import count_outcomes, list_recipients
from ortenaudigital.mailings.rules import LeftOut, MailingState, Outcome
from ortenaudigital.mailings.sending import Confirmed, release
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.mailings.mailed import (
    FRENCH,
    GERMAN,
    Taken,
    again,
    choice,
    draft_mailing,
    go_round,
    make_guests,
    send_to_all,
)


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


@pytest.fixture
def post() -> Taken:
    return Taken()


def mark(booking: Booking, **values: object) -> None:
    with transaction():
        row = lock(booking)
        for name, value in values.items():
            setattr(row, name, value)


def test_one_letter_to_each_address_about_the_oldest_booking_that_holds(
    event: Event, post: Taken
) -> None:
    first, second, third = (BOOKED_AT + timedelta(minutes=each) for each in range(3))
    gone = make_booking(event, first, email="zwei@example.org", first_name="Alt")
    held = make_booking(event, second, email="Zwei@example.org", first_name="Neu")
    make_booking(event, third, email="zwei@example.org", first_name="Neuer")
    with transaction():
        cancel_tickets(gone, {1}, utc_now(), "test")
    gone_id, held_id = gone.id, held.id
    mailing = draft_mailing(event)

    assert choice(mailing).summary().left_out == {LeftOut.SAME_ADDRESS: 2}
    # Looked at are those who get it, though another booking with the address is older.
    assert choice(mailing).first(1) == [held_id]
    assert [choice(mailing).at_least(most) for most in (1, 9)] == [2, 3]
    assert send_to_all(mailing) == 1
    go_round(post, 2)

    assert post.by_address == {"Zwei@example.org": 1}
    assert "Hallo Neu Müller" in post.letters[0][0].text
    rows = {each.subject_id: each for each in list_recipients(again(mailing)).rows}
    assert len(rows) == 3
    assert rows[held_id].outcome is Outcome.SENT
    assert rows[gone_id].left_out is LeftOut.SAME_ADDRESS


def test_whoever_cannot_be_written_to_is_counted_with_the_reason(event: Event) -> None:
    make_booking(event, email="da@example.org")
    mark(make_booking(event, email="weg@example.org"), undelivered_at=BOOKED_AT)
    mark(make_booking(event, email="am-einlass@example.org"), email="", at_door=True)
    spared = make_booking(event, email="noetig@example.org")
    with transaction():
        want_only_necessary(spared, True, BOOKED_AT)
    mark(make_booking(event, email="geloescht@example.org"), erased_at=BOOKED_AT)
    mailing = draft_mailing(event)

    summary = choice(mailing).summary()
    assert summary.recipients == 1
    assert summary.left_out == {
        LeftOut.BOUNCED: 1,
        LeftOut.NO_ADDRESS: 1,
        LeftOut.UNWANTED: 1,
    }
    # What everybody needs to know goes to them as well.
    assert choice(draft_mailing(event, needed=True)).summary().recipients == 2


@pytest.mark.parametrize("needed", [False, True])
@pytest.mark.parametrize("state", [Listed.ALL, Listed.VALID])
def test_what_is_counted_is_what_a_look_at_each_says(
    event: Event, needed: bool, state: Listed
) -> None:
    draw = Random(4)
    make_guests(event, 60)
    with transaction():
        for booking in db.session.scalars(select(Booking)):
            booking.email = draw.choice(["", *(f"{n}@example.org" for n in range(25))])
            booking.only_necessary = draw.random() < 0.2
            for mark in ("cancelled_at", "undelivered_at", "erased_at"):
                setattr(booking, mark, BOOKED_AT if draw.random() < 0.2 else None)
    mailing = draft_mailing(event, needed=needed)
    found = choice(mailing, Filters(state=state)).summary()
    assert (Counter(found.by_language), Counter(found.left_out)) == _look_at_each(needed, state)
    assert send_to_all(mailing, filters=Filters(state=state)) == found.recipients


def _look_at_each(needed: bool, state: Listed) -> tuple[Counter[str], Counter[LeftOut]]:
    languages, left_out, written = Counter[str](), Counter[LeftOut](), set[str]()
    named = select(Booking).where(Booking.erased_at.is_(None))
    found = db.session.scalars(named.order_by(Booking.created_at)).all()
    for booking in sorted(found, key=lambda each: each.cancelled_at is not None):
        if state is Listed.VALID and booking.cancelled_at:
            continue
        if not booking.email:
            left_out[LeftOut.NO_ADDRESS] += 1
        elif booking.undelivered_at:
            left_out[LeftOut.BOUNCED] += 1
        elif booking.only_necessary and not needed:
            left_out[LeftOut.UNWANTED] += 1
        elif booking.email in written:
            left_out[LeftOut.SAME_ADDRESS] += 1
        else:
            written.add(booking.email)
            languages[booking.language] += 1
    return languages, left_out


def test_only_a_letter_that_is_not_needed_has_a_way_out(event: Event, post: Taken) -> None:
    make_booking(event)
    for mailing in [draft_mailing(event, needed=needed) for needed in (False, True)]:
        send_to_all(mailing)
    go_round(post)
    (spared, needed_by_all) = [letter for letter, _ in post.letters]
    assert "/briefe" in spared.unsubscribe_url
    assert "Keine Erinnerungen mehr bekommen" in spared.text
    assert needed_by_all.unsubscribe_url == ""
    assert "weil Sie Tickets für Ortenau Digital 2027 gebucht haben" in " ".join(
        needed_by_all.text.split()
    )


def test_each_reads_their_own_language_or_german_throughout(event: Event, post: Taken) -> None:
    for language in ("de", "en", "fr"):
        make_booking(event, email=f"{language}@example.org", language=language)
    send_to_all(draft_mailing(event, {"de": GERMAN, "fr": FRENCH}))
    go_round(post)
    assert post.to("fr@example.org").subject == "Le programme"
    assert "Bonjour Erika Müller, venez à vélo." in post.to("fr@example.org").text
    # Nobody wrote it in English: then greeting and foot are German too.
    english = post.to("en@example.org")
    assert english.subject == "Zum Programm"
    assert 'lang="de"' in english.html
    assert "Freundliche Grüße" in english.text


def test_two_mailings_to_one_booking_are_two_letters(event: Event, post: Taken) -> None:
    """Letters of one kind about one booking say the same, and one is dropped: but not these."""
    make_booking(event)
    for _ in range(2):
        send_to_all(draft_mailing(event))
    go_round(post, 2)
    assert post.by_address == {"erika@example.org": 2}


def test_who_cancelled_bounced_or_was_erased_meanwhile_gets_none(event: Event, post: Taken) -> None:
    bookings = {
        name: make_booking(event, email=f"{name}@example.org")
        for name in ("bleibt", "storniert", "bounced", "geloescht", "noetig")
    }
    mailing = draft_mailing(event)
    assert send_to_all(mailing, filters=Filters(state=Listed.VALID)) == 5
    with transaction():
        cancel_tickets(bookings["storniert"], {1}, utc_now(), "test")
    mark(bookings["bounced"], undelivered_at=utc_now())
    mark(bookings["geloescht"], email="", erased_at=utc_now())
    with transaction():
        want_only_necessary(bookings["noetig"], True, utc_now())
    go_round(post, 2)
    assert post.by_address == {"bleibt@example.org": 1}
    counts = count_outcomes(mailing)
    assert (counts[Outcome.SENT], counts[Outcome.DROPPED]) == (1, 4)
    assert again(mailing).state is MailingState.DONE


def test_who_had_cancelled_before_is_written_to_if_chosen(event: Event, post: Taken) -> None:
    booking = make_booking(event)
    with transaction():
        cancel_tickets(booking, {1}, utc_now(), "test")
    send_to_all(draft_mailing(event), filters=Filters(state=Listed.CANCELLED))
    go_round(post)
    assert post.by_address == {"erika@example.org": 1}


def test_a_wrong_number_sends_nothing_and_stores_nobody(event: Event) -> None:
    make_booking(event)
    mailing = draft_mailing(event)
    for number in (0, 2, None):
        with pytest.raises(NumberDiffers), transaction():
            release(mailing, choice(mailing), Confirmed(1, number), BOOKED_AT, "olga")
    db.session.rollback()
    assert db.session.query(MailingRecipient).count() == 0
    assert again(mailing).state is MailingState.DRAFT


def test_nobody_is_no_recipient(event: Event) -> None:
    mailing = draft_mailing(event)
    with pytest.raises(NobodyChosen), transaction():
        release(mailing, choice(mailing), Confirmed(1, 0), BOOKED_AT, "olga")


def test_a_name_brings_no_link_and_no_markup_into_a_letter(event: Event, post: Taken) -> None:
    make_booking(event, first_name="<b>Erika</b>", last_name="x {link} y")
    send_to_all(draft_mailing(event))
    go_round(post)
    letter = post.letters[0][0]
    assert "&lt;b&gt;Erika&lt;/b&gt; x {link} y" in letter.html
    assert "<b>Erika" not in letter.html


def test_what_is_reached_is_one_row_each(event: Event, post: Taken) -> None:
    """The table itself refuses a second row for a booking of a mailing."""
    booking = make_booking(event)
    mailing: Mailing = draft_mailing(event)
    send_to_all(mailing)
    with pytest.raises(Exception, match=r"(?i)unique"), transaction():
        db.session.add(MailingRecipient(mailing_id=mailing.id, booking_id=booking.id))
