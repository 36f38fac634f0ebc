"""What each feature brings along: here it is listed, and `factory` hands it to whoever asks for it.

Nothing is registered by being imported.
"""

from ortenaudigital.accounts import letters as account_letters
from ortenaudigital.accounts import transfer as accounts_transfer
from ortenaudigital.accounts.privacy import AccountsHolder
from ortenaudigital.accounts.resets import letters as reset_letters
from ortenaudigital.accounts.team import letters as team_letters
from ortenaudigital.audit.privacy import HistoryHolder
from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings import transfer as bookings_transfer
from ortenaudigital.bookings.access import letters as invitation_letters
from ortenaudigital.bookings.access.exports import codes_table, invitations_table
from ortenaudigital.bookings.access.privacy import AccessHolder
from ortenaudigital.bookings.bulk.privacy import BulkHolder
from ortenaudigital.bookings.changes import letters as change_letters
from ortenaudigital.bookings.exports import bookings_table, participants_table
from ortenaudigital.bookings.groups import letters as group_letters
from ortenaudigital.bookings.groups.privacy import GroupsHolder
from ortenaudigital.bookings.needs.privacy import NeedsHolder
from ortenaudigital.bookings.notes.privacy import NotesHolder
from ortenaudigital.bookings.pending import letters as pending_letters
from ortenaudigital.bookings.pending.privacy import PendingHolder
from ortenaudigital.bookings.privacy import BookingsHolder
from ortenaudigital.bookings.reminders import letters as reminders
from ortenaudigital.bookings.reminders.examples import (
    example_by_time,
    example_of,
    example_of_change,
    example_of_confirming,
    example_of_group_sending,
    example_of_group_ticket,
    example_of_invitation,
    example_of_news,
)
from ortenaudigital.bookings.wait_list import letters as wait_list_letters
from ortenaudigital.bookings.wait_list.examples import example_of_waiting
from ortenaudigital.bookings.wait_list.exports import wait_list_table
from ortenaudigital.bookings.wait_list.privacy import WaitListHolder
from ortenaudigital.checkin import transfer as checkin_transfer
from ortenaudigital.checkin.exports import report_table, scans_table
from ortenaudigital.checkin.paper.documents import DOOR_LIST, make_door_list
from ortenaudigital.checkin.privacy import DoorHolder
from ortenaudigital.events import transfer as events_transfer
from ortenaudigital.events.privacy import EventsHolder
from ortenaudigital.exports.registry import Export
from ortenaudigital.fair.applications import letters as stand_letters
from ortenaudigital.fair.applications import transfer as applications_transfer
from ortenaudigital.fair.applications.drafts import letters as draft_letters
from ortenaudigital.fair.applications.drafts.privacy import DraftsHolder
from ortenaudigital.fair.applications.examples import example_to_exhibitor
from ortenaudigital.fair.applications.exports import exhibitors_table
from ortenaudigital.fair.applications.privacy import ApplicationsHolder
from ortenaudigital.fair.applications.rules import DECISIONS
from ortenaudigital.fair.contacts import letters as contact_letters
from ortenaudigital.fair.contacts import transfer as contacts_transfer
from ortenaudigital.fair.contacts.privacy import ContactsHolder
from ortenaudigital.fair.inventory import transfer as inventory_transfer
from ortenaudigital.fair.inventory.privacy import InventoryHolder
from ortenaudigital.fair.office.logos import LOGOS, make_logos
from ortenaudigital.fair.office.signs import SIGNS, make_signs
from ortenaudigital.fair.placement import transfer as placement_transfer
from ortenaudigital.fair.placement.drafts import PROPOSAL
from ortenaudigital.fair.placement.privacy import PlacementHolder
from ortenaudigital.fair.placement.worker import make_proposal
from ortenaudigital.fair.portal.badges.documents import BADGES, make_badges
from ortenaudigital.fair.portal.contact import letters as new_address_letters
from ortenaudigital.fair.portal.corrections import letters as correction_letters
from ortenaudigital.fair.portal.messages import letters as message_letters
from ortenaudigital.fair.portal.people import letters as people_letters
from ortenaudigital.fair.portal.privacy import PortalHolder
from ortenaudigital.fair.portal.transfer import TRANSFER as PORTAL_TRANSFER
from ortenaudigital.feedback import letters as feedback_letters
from ortenaudigital.feedback import transfer as feedback_transfer
from ortenaudigital.feedback.privacy import FeedbackHolder
from ortenaudigital.installation.privacy import InstallationHolder
from ortenaudigital.jobs.privacy import JobsHolder
from ortenaudigital.jobs.worker import Maker
from ortenaudigital.kernel.personal import Holder
from ortenaudigital.kernel.transfer import Transfer
from ortenaudigital.limits.privacy import LimitsHolder
from ortenaudigital.mailings import letters as mailing_letters
from ortenaudigital.mailings.privacy import MailingsHolder
from ortenaudigital.mailings.transfer import TRANSFER as MAILINGS_TRANSFER
from ortenaudigital.outbox import transfer as outbox_transfer
from ortenaudigital.outbox.privacy import LettersHolder
from ortenaudigital.outbox.texts.registry import OF_EVENT, GuestLetter
from ortenaudigital.outbox.worker import BatchComposer, Composer
from ortenaudigital.pictures.privacy import PicturesHolder
from ortenaudigital.privacy.whole_event import letters as erasure_letters
from ortenaudigital.privacy.whole_event.commands import JOB as ERASING
from ortenaudigital.privacy.whole_event.erasing import erase_event
from ortenaudigital.privacy.whole_event.privacy import EventErasuresHolder
from ortenaudigital.reporting import transfer as reporting_transfer
from ortenaudigital.reporting.closing import letters as closing_letters
from ortenaudigital.reporting.privacy import ReportsHolder
from ortenaudigital.towns.privacy import TownsHolder

LETTERS: dict[str, Composer] = {
    booking_letters.CONFIRMATION: booking_letters.confirmation,
    booking_letters.CANCELLATION: booking_letters.cancellation,
    change_letters.CHANGED: change_letters.changed,
    change_letters.CONFIRM_ADDRESS: change_letters.confirm_address,
    change_letters.ADDRESS_CHANGED: change_letters.address_changed,
    change_letters.LINKS: change_letters.links,
    booking_letters.EVENT_CHANGED: booking_letters.event_changed,
    booking_letters.EVENT_CANCELLED: booking_letters.event_cancelled,
    group_letters.GROUP_SENDING: group_letters.group_sending,
    group_letters.GROUP_TICKET: group_letters.group_ticket,
    reminders.REMINDER: reminders.reminder,
    reminders.DAY_BEFORE: reminders.day_before,
    reminders.THANKS: reminders.thanks,
    reminders.MISSED: reminders.missed,
    invitation_letters.INVITATION: invitation_letters.invitation,
    invitation_letters.REMINDER: invitation_letters.reminder,
    wait_list_letters.JOINED: wait_list_letters.joined,
    wait_list_letters.ALREADY: wait_list_letters.already,
    wait_list_letters.OFFER: wait_list_letters.offer,
    wait_list_letters.OFFER_CHANGED: wait_list_letters.offer_changed,
    wait_list_letters.ENDED: wait_list_letters.ended,
    pending_letters.CONFIRM_ADDRESS: pending_letters.confirm_address,
    stand_letters.CONFIRM_ADDRESS: stand_letters.confirm_address,
    stand_letters.APPLICATION: stand_letters.application,
    draft_letters.DRAFT: draft_letters.draft,
    draft_letters.INVITED_AGAIN: draft_letters.invited_again,
    stand_letters.ACCEPTED: stand_letters.accepted,
    stand_letters.WAIT_LISTED: stand_letters.wait_listed,
    stand_letters.REJECTED: stand_letters.rejected,
    stand_letters.WITHDRAWN: stand_letters.withdrawn,
    stand_letters.ASSIGNMENT: stand_letters.assignment,
    stand_letters.UNASSIGNED: stand_letters.assignment,
    stand_letters.EVENT_CHANGED: stand_letters.event_changed,
    stand_letters.EVENT_CANCELLED: stand_letters.event_cancelled,
    contact_letters.CONFIRM_ADDRESS: contact_letters.confirm_address,
    contact_letters.GIVEN: contact_letters.given,
    people_letters.INVITED: people_letters.invited,
    message_letters.MESSAGE: message_letters.message,
    correction_letters.ASKED_AGAIN: correction_letters.asked_again,
    new_address_letters.CONFIRM_CONTACT: new_address_letters.confirm_contact,
    new_address_letters.CONTACT_CHANGED: new_address_letters.contact_changed,
    feedback_letters.REPORT: feedback_letters.report,
    account_letters.PASSWORD_CHANGED: account_letters.password_changed,
    account_letters.FACTORS_CHANGED: account_letters.factors_changed,
    account_letters.CODE_USED: account_letters.code_used,
    team_letters.INVITED: team_letters.invited,
    reset_letters.PASSWORD_RESET: reset_letters.password_reset,
    closing_letters.CLOSING: closing_letters.closing,
    erasure_letters.OUTCOME: erasure_letters.outcome,
}

# What these say depends on the batch that they are of.
BATCH_LETTERS: dict[str, BatchComposer] = {
    mailing_letters.TO_GUEST: mailing_letters.to_guest,
    mailing_letters.TO_EXHIBITOR: mailing_letters.to_exhibitor,
    mailing_letters.TRIAL: mailing_letters.trial,
    erasure_letters.ASKED: erasure_letters.asked,
}

# Kinds whose texts organisers may change, in the order in which they are listed; see
# docs/architecture.md, "A letter".
_TICKETS = booking_letters.PLACEHOLDERS
_TO_EXHIBITORS = (
    *DECISIONS.values(),
    *(stand_letters.ASSIGNMENT, stand_letters.UNASSIGNED, stand_letters.WITHDRAWN),
)
GUEST_LETTERS: dict[str, GuestLetter] = {
    kind: GuestLetter(example_of(kind), _TICKETS, needed=True)
    for kind in (
        booking_letters.CONFIRMATION,
        booking_letters.CANCELLATION,
        booking_letters.EVENT_CANCELLED,
    )
} | {
    booking_letters.EVENT_CHANGED: GuestLetter(example_of_news, _TICKETS, needed=True),
    change_letters.CHANGED: GuestLetter(example_of_change, _TICKETS, needed=True),
    # Their readers may be strangers: they name nothing that anybody typed.
    change_letters.CONFIRM_ADDRESS: GuestLetter(example_of_confirming, needed=True),
    change_letters.ADDRESS_CHANGED: GuestLetter(
        example_of(change_letters.ADDRESS_CHANGED), (*OF_EVENT, "buchungsnummer"), needed=True
    ),
    pending_letters.CONFIRM_ADDRESS: GuestLetter(pending_letters.example, needed=True),
    group_letters.GROUP_SENDING: GuestLetter(example_of_group_sending, _TICKETS, needed=True),
    group_letters.GROUP_TICKET: GuestLetter(
        example_of_group_ticket, group_letters.PLACEHOLDERS, needed=True
    ),
    reminders.REMINDER: GuestLetter(example_by_time(reminders.REMINDER), _TICKETS),
    reminders.DAY_BEFORE: GuestLetter(example_by_time(reminders.DAY_BEFORE), _TICKETS),
    reminders.THANKS: GuestLetter(example_by_time(reminders.THANKS), _TICKETS),
    **{
        kind: GuestLetter(example_of_waiting(kind), wait_list_letters.PLACEHOLDERS, needed=True)
        for kind in (
            wait_list_letters.JOINED,
            wait_list_letters.ALREADY,
            wait_list_letters.OFFER,
            wait_list_letters.OFFER_CHANGED,
            wait_list_letters.ENDED,
        )
    },
    **{
        # They go out only when somebody sends them.
        kind: GuestLetter(example_of_invitation(kind), invitation_letters.PLACEHOLDERS, needed=True)
        for kind in (invitation_letters.INVITATION, invitation_letters.REMINDER)
    },
    reminders.MISSED: GuestLetter(example_by_time(reminders.MISSED), _TICKETS, usual=False),
    **{
        kind: GuestLetter(example_to_exhibitor(kind), stand_letters.PLACEHOLDERS, needed=True)
        for kind in _TO_EXHIBITORS
    },
}

JOBS: dict[str, Maker] = {
    DOOR_LIST: make_door_list,
    BADGES: make_badges,
    PROPOSAL: make_proposal,
    SIGNS: make_signs,
    LOGOS: make_logos,
    ERASING: erase_event,
}

# Those who know addresses come before those who know only what belongs to them; and first the
# limits, since whoever books takes from them before anything else is locked.
PERSONAL_DATA: dict[str, Holder] = {
    "limits": LimitsHolder(),
    "accounts": AccountsHolder(),
    "bookings": BookingsHolder(),
    "needs": NeedsHolder(),
    "notes": NotesHolder(),
    "groups": GroupsHolder(),
    "access": AccessHolder(),
    # Entries are locked after places.
    "wait list": WaitListHolder(),
    "pending": PendingHolder(),
    "portal": PortalHolder(),
    "exhibitors": ApplicationsHolder(),
    "drafts": DraftsHolder(),
    "placement": PlacementHolder(),
    "stands": InventoryHolder(),
    "pictures": PicturesHolder(),
    "contacts": ContactsHolder(),
    "mailings": MailingsHolder(),
    "many": BulkHolder(),
    "feedback": FeedbackHolder(),
    "events": EventsHolder(),
    "checkin": DoorHolder(),
    "outbox": LettersHolder(),
    "audit": HistoryHolder(),
    "jobs": JobsHolder(),
    "installation": InstallationHolder(),
    "towns": TownsHolder(),
    "reports": ReportsHolder(),
    "erasures": EventErasuresHolder(),
}

# What is referred to is copied first.
TRANSFERS: dict[str, Transfer] = {
    "events": events_transfer.TRANSFER,
    "stands": inventory_transfer.TRANSFER,
    "exhibitors": applications_transfer.TRANSFER,
    "portal": PORTAL_TRANSFER,
    "placement": placement_transfer.TRANSFER,
    "bookings": bookings_transfer.TRANSFER,
    "checkin": checkin_transfer.TRANSFER,
    "accounts": accounts_transfer.TRANSFER,
    "outbox": outbox_transfer.TRANSFER,
    "contacts": contacts_transfer.TRANSFER,
    "feedback": feedback_transfer.TRANSFER,
    "reports": reporting_transfer.TRANSFER,
    "mailings": MAILINGS_TRANSFER,
}

EXPORTS: dict[str, Export] = {
    "bookings": bookings_table,
    "participants": participants_table,
    "invitations": invitations_table,
    "codes": codes_table,
    "wait-list": wait_list_table,
    "exhibitors": exhibitors_table,
    "scans": scans_table,
    "report": report_table,
}
