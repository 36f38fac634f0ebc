"""Two people of an exhibitor, or an exhibitor and organisers, in a portal at the same moment."""

from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.portal.corrections.commands import (
    accept_correction,
    ask_again,
    ask_to_correct,
    entry_of,
)
from ortenaudigital.fair.portal.corrections.models import Correction
from ortenaudigital.fair.portal.corrections.queries import list_open_corrections
from ortenaudigital.fair.portal.messages.commands import ask_organisers
from ortenaudigital.fair.portal.messages.models import Message
from ortenaudigital.fair.portal.papers.commands import PaperContent, confirm_paper, renew
from ortenaudigital.fair.portal.papers.models import Paper, PaperConfirmation
from ortenaudigital.fair.portal.people.commands import invite_person, revoke_person
from ortenaudigital.fair.portal.people.queries import get_person, list_people
from ortenaudigital.kernel.db import db
from tests.concurrency.fair.desk import ROUNDS, SIX
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT, make_event, make_exhibitor
from tests.features.fair.portal.portals import make_paper, make_person, words


def one(name: str = "Rebsensor", slug: str = "messe") -> UUID:
    exhibitor_id = make_exhibitor(make_event(slug=slug), name=name).id
    db.session.rollback()
    return exhibitor_id


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_document_is_confirmed_once_and_never_in_an_older_version(context: Flask) -> None:
    mine = one()
    paper_id = make_paper(get_exhibitor(mine).event).id
    db.session.rollback()

    def confirms() -> bool:
        paper = db.session.get_one(Paper, paper_id)
        return confirm_paper(get_exhibitor(mine), paper, 1, BOOKED_AT, "exhibitor")

    def renews() -> None:
        paper = db.session.get_one(Paper, paper_id)
        renew(paper, PaperContent("Neu", True, url="https://example.org/x"), BOOKED_AT, "olga")

    assert sorted(together(context, *times(SIX, confirms))) == ["False"] * (SIX - 1) + ["True"]
    assert count(PaperConfirmation) == 1
    assert behind(context, renews, confirms) == "paper_changed"


def test_a_message_that_is_sent_twice_is_one(context: Flask) -> None:
    mine, question = one(), words()

    def asks() -> bool:
        return ask_organisers(get_exhibitor(mine), question, BOOKED_AT)

    assert together(context, *times(SIX, asks)).count("True") == 1
    assert count(Message) == 1


def test_one_correction_waits_however_many_send_one(context: Flask) -> None:
    mine = one()
    for turn in range(ROUNDS):

        def corrects(number: int = turn) -> bool:
            exhibitor = get_exhibitor(mine)
            new = entry_of(exhibitor) | {"phone": f"07851 {number}"}
            return ask_to_correct(exhibitor, new, BOOKED_AT, "exhibitor")

        assert set(together(context, *times(SIX, corrects))) == {"True"}
        assert len(list_open_corrections(get_exhibitor(mine).event)) == 1
        db.session.rollback()
    assert count(Correction) == ROUNDS * SIX


def test_two_organisers_decide_about_a_correction_once(context: Flask) -> None:
    mine = one()
    new = entry_of(get_exhibitor(mine)) | {"phone": "07851 1"}
    db.session.rollback()
    ask = lambda: ask_to_correct(get_exhibitor(mine), new, BOOKED_AT, "exhibitor")  # noqa: E731
    together(context, ask)
    correction_id = list_open_corrections(get_exhibitor(mine).event)[0].id
    db.session.rollback()

    def accepts() -> None:
        accept_correction(db.session.get_one(Correction, correction_id), BOOKED_AT, "olga")

    def asks_again() -> None:
        ask_again(db.session.get_one(Correction, correction_id), "Warum?", BOOKED_AT, "otto")

    came = together(context, accepts, asks_again)
    assert sorted(came) == ["None", "correction_settled"]


def test_a_link_is_given_once_and_revoked_once(context: Flask) -> None:
    mine = one()

    def invites() -> None:
        invite_person(get_exhibitor(mine), "Paula", "paula@example.org", BOOKED_AT, "exhibitor")

    came = together(context, *times(2, invites))
    assert sorted(came) == ["None", "already_invited"]
    (person,) = list_people(get_exhibitor(mine))
    person_id = person.id
    db.session.rollback()

    def revokes() -> bool:
        return revoke_person(get_person(get_exhibitor(mine), person_id), BOOKED_AT, "exhibitor")

    assert together(context, *times(SIX, revokes)).count("True") == 1


def test_who_withdraws_meanwhile_corrects_nothing(context: Flask) -> None:
    mine = one()
    make_person(get_exhibitor(mine))
    db.session.rollback()

    def leaves() -> None:
        withdraw(get_exhibitor(mine), BOOKED_AT, "exhibitor")

    def corrects() -> bool:
        exhibitor = get_exhibitor(mine)
        new = entry_of(exhibitor) | {"name": "Anders"}
        return ask_to_correct(exhibitor, new, BOOKED_AT, "paula@example.org")

    assert behind(context, leaves, corrects) == "not_correctable"
