"""One letter of each kind in each language, as it leaves the house."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID, uuid4

from sqlalchemy import select

from ortenaudigital.accounts import letters as account_letters
from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.accounts.resets import letters as reset_letters
from ortenaudigital.accounts.resets.commands import ask
from ortenaudigital.accounts.resets.models import PasswordReset
from ortenaudigital.accounts.team import letters as team_letters
from ortenaudigital.accounts.team.commands import Manager, invite
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.adapters.mailer.message import pack
from ortenaudigital.bookings.changes import letters as change_letters
from ortenaudigital.bookings.models import LinkRequest
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.fair.applications import letters as stands
from ortenaudigital.fair.applications.drafts import letters as drafts
from ortenaudigital.fair.applications.drafts.commands import Typed, save_draft
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.contacts import letters as contacts
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.portal.contact import letters as contact_letters
from ortenaudigital.fair.portal.contact.commands import confirm_contact
from ortenaudigital.fair.portal.contact.models import ContactChange
from ortenaudigital.fair.portal.corrections import letters as correction_letters
from ortenaudigital.fair.portal.corrections.commands import ask_again
from ortenaudigital.fair.portal.corrections.queries import list_open_corrections
from ortenaudigital.fair.portal.messages import letters as message_letters
from ortenaudigital.fair.portal.messages.commands import write_to_exhibitor
from ortenaudigital.fair.portal.people import letters as people_letters
from ortenaudigital.fair.portal.people.queries import list_people
from ortenaudigital.feedback import letters as feedback
from ortenaudigital.feedback.queries import get_report
from ortenaudigital.kernel.addresses import read_mailbox
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings import letters as mailings
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import Audience
from ortenaudigital.privacy.whole_event import letters as erasures
from ortenaudigital.reporting.closing import letters as closing
from ortenaudigital.reporting.closing.commands import tell_team
from ortenaudigital.reporting.closing.models import ClosingNotice
from ortenaudigital.wiring import BATCH_LETTERS, GUEST_LETTERS, LETTERS
from tests.factories import (
    BOOKED_AT,
    make_booking,
    make_exhibitor,
    make_organiser,
    make_report,
)
from tests.fair.contacts import make_contact
from tests.features.fair.portal.portals import make_portal, words
from tests.features.letters import erasing
from tests.features.mailings.mailed import TEXTS, draft_mailing

LANGUAGES = ("de", "en", "fr")
SENDER = "Große Kreisstadt Kehl <tickets@example.org>"
MESSAGE_ID = "<1.2@example.org>"


def compose(kind: str, event: Event, language: str) -> Composed:
    """Write a letter of any kind; a new one is in GUEST_LETTERS, or says here how."""
    if kind in GUEST_LETTERS:
        return GUEST_LETTERS[kind].example(event, language)
    if kind in BATCH_LETTERS:
        letter = BATCH_LETTERS[kind](*_IN_BATCHES[kind](event, language))
    else:
        letter = LETTERS[kind](_OTHERS[kind](event, language))
    assert letter is not None, kind
    return letter


def as_sent(letter: Composed) -> EmailMessage:
    packed = pack(letter, MESSAGE_ID, read_mailbox(SENDER), BOOKED_AT)
    message = message_from_bytes(packed.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _exhibitor(event: Event, language: str, **changes: bool) -> str:
    return str(make_exhibitor(event, language=language, **changes).id)


def _unconfirmed(event: Event, language: str) -> str:
    return _exhibitor(event, language, accepted=False, confirmed=False)


def _draft(event: Event, language: str) -> str:
    typed = Typed("entwurf@example.org", language, {"name": ["Entwurf"]}, None)
    with transaction():
        return str(save_draft(event, None, typed, BOOKED_AT).id)


def _assigned(event: Event, language: str) -> str:
    exhibitor = make_exhibitor(event, language=language)
    with transaction():
        assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "test")
    return str(exhibitor.id)


def _called_off(event: Event, language: str) -> str:
    exhibitor: Exhibitor = make_exhibitor(event, language=language)
    with transaction():
        change_state(event.slug, Move(EventState.CANCELLED, False), BOOKED_AT, "test")
        get_event(event.slug)
    return str(exhibitor.id)


def _lost(event: Event, language: str) -> str:
    email = f"{language}@example.org"
    make_booking(event, language=language, email=email)
    with transaction():
        wanted = LinkRequest(id=uuid4(), email=email, language=language, asked_at=BOOKED_AT)
        db.session.add(wanted)
    return str(wanted.id)


def _asked(event: Event, language: str) -> str:
    now = event.days[0].opens_at
    return str(make_contact(make_exhibitor(event), None, now, language=language))


def _handed(event: Event, language: str) -> str:
    now, booking = event.days[0].opens_at, make_booking(event)
    return str(make_contact(make_exhibitor(event), booking, now, language=language))


def _reported(event: Event, language: str) -> str:
    report = get_report(make_report(event, language=language))
    return str(report.request_id)


def _account(event: Event, language: str) -> str:
    return str(make_organiser(f"{language}@example.org").id)


def _to_reset(event: Event, language: str) -> str:
    email = make_organiser(f"{language}@example.org").email
    with transaction():
        ask(email, BOOKED_AT)
    asked = select(PasswordReset.id).where(PasswordReset.email == email)
    return str(db.session.scalars(asked).one())


def _to_team(event: Event, language: str) -> str:
    with transaction():
        manager = Manager("test", frozenset(Permission), event.id)
        email = f"team.{language}@example.org"
        invite(manager, email, Role.READER, None, BOOKED_AT)
    same = TeamInvitation.email == email
    return str(db.session.scalars(select(TeamInvitation.id).where(same)).one())


def _portal(event: Event, language: str) -> Exhibitor:
    exhibitor = make_exhibitor(event, language=language)
    make_portal(exhibitor, BOOKED_AT)
    return exhibitor


def _invited_colleague(event: Event, language: str) -> str:
    return str(list_people(_portal(event, language))[0].id)


def _written_to(event: Event, language: str) -> str:
    exhibitor = make_exhibitor(event, language=language)
    with transaction():
        write_to_exhibitor(exhibitor, words("Bitte kommen Sie durch Tor 2.", "olga"), BOOKED_AT)
    return str(exhibitor.id)


def _asked_again(event: Event, language: str) -> str:
    exhibitor = _portal(event, language)
    (correction,) = list_open_corrections(event)
    with transaction():
        ask_again(correction, "Stimmt die Nummer?", BOOKED_AT, "olga")
    return str(exhibitor.id)


def _new_contact(event: Event, language: str) -> str:
    theirs = ContactChange.exhibitor_id == _portal(event, language).id
    return str(db.session.scalars(select(ContactChange.id).where(theirs)).one())


def _former_contact(event: Event, language: str) -> str:
    change_id = _new_contact(event, language)
    with transaction():
        confirm_contact(db.session.get_one(ContactChange, UUID(change_id)), BOOKED_AT)
    return change_id


def _of_closing(event: Event, _: str) -> str:
    make_organiser("team@example.org")
    with transaction():
        tell_team(event, event.last_day.closes_at)
        notice = db.session.scalars(select(ClosingNotice)).all()[-1]
        return str(notice.id)


_OTHERS: dict[str, Callable[[Event, str], str]] = {
    change_letters.LINKS: _lost,
    feedback.REPORT: _reported,
    account_letters.PASSWORD_CHANGED: _account,
    account_letters.FACTORS_CHANGED: _account,
    account_letters.CODE_USED: _account,
    team_letters.INVITED: _to_team,
    reset_letters.PASSWORD_RESET: _to_reset,
    closing.CLOSING: _of_closing,
    erasures.OUTCOME: erasing.decided,
    contacts.CONFIRM_ADDRESS: _asked,
    contacts.GIVEN: _handed,
    people_letters.INVITED: _invited_colleague,
    message_letters.MESSAGE: _written_to,
    correction_letters.ASKED_AGAIN: _asked_again,
    contact_letters.CONFIRM_CONTACT: _new_contact,
    contact_letters.CONTACT_CHANGED: _former_contact,
    stands.CONFIRM_ADDRESS: _unconfirmed,
    stands.APPLICATION: _exhibitor,
    drafts.DRAFT: _draft,
    drafts.INVITED_AGAIN: _draft,
    stands.ASSIGNMENT: _assigned,
    stands.EVENT_CHANGED: _exhibitor,
    stands.EVENT_CANCELLED: _called_off,
}


def _mailing(event: Event, audience: Audience) -> Mailing:
    return draft_mailing(event, TEXTS, audience)


def _to_guest(event: Event, language: str) -> tuple[str, str]:
    mailing = _mailing(event, Audience.GUESTS)
    return str(make_booking(event, language=language).id), mailing.batch


def _to_exhibitor(event: Event, language: str) -> tuple[str, str]:
    mailing = _mailing(event, Audience.EXHIBITORS)
    return _exhibitor(event, language), mailing.batch


def _to_oneself(event: Event, language: str) -> tuple[str, str]:
    mailing = _mailing(event, Audience.GUESTS)
    return str(make_organiser(f"{language}@example.org").id), f"{mailing.batch}:{language}"


_IN_BATCHES = {
    mailings.TO_GUEST: _to_guest,
    mailings.TO_EXHIBITOR: _to_exhibitor,
    mailings.TRIAL: _to_oneself,
    erasures.ASKED: erasing.to_second,
}
