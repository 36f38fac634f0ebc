"""Every column that can hold a text, and what becomes of it when its people are forgotten.

A test fails for a column that is not listed: whoever adds one says here what is in it.
"""

from enum import StrEnum


class Fate(StrEnum):
    """What erasure does to a column."""

    ERASED = "erased"
    # Goes with its row, when those whom it names are erased and a day after it was made.
    DELETED = "deleted"
    # Words for machines, hashes, numbers of things: nobody can be named in it.
    NO_PERSON = "no person"
    # Written to be published, by organisers or by exhibitors who were accepted.
    PUBLISHED = "published"
    # Accounts last as long as their owners work here; `users deactivate` ends them.
    ACCOUNT = "account"


_ERASED = """
    audit_entry.actor letter.label letter.last_error assignment.assigned_by device.name scan.reason
    booking.first_name booking.last_name booking.email booking.accessibility_needs
    booking.search_text ticket.name exhibitor.name exhibitor.description exhibitor.website
    exhibitor.contact_name exhibitor.email exhibitor.phone exhibitor.wishes
"""
_PUBLISHED = """
    event.slug event.title event.claim event.summary event.timezone event.organisers
    event.venue_name event.venue_town event.venue_address event.directions event.contact_email
    event.before_change day.calendar_key day.title day.audience ticket_type.slug ticket_type.title
    ticket_type.access ticket_type.questions stand.label stand.size stand.power
"""
_NO_PERSON = """
    audit_entry.action audit_entry.subject audit_entry.details installation.key_check
    limit_bucket.key mail_trouble.reason
    job.unique_key letter.unique_key letter.batch
    job.kind job.scope job.subject job.language job.state job.filename job.mimetype
    letter.message_id letter.kind letter.subject_id letter.state list_epoch.epoch membership.role
    mail_trouble.reason
    booking.reference booking.key_hash booking.language device.pairing_hash device.token_hash
    device.app_version exhibitor.key_hash exhibitor.language exhibitor.kind exhibitor.state
    ticket.code_hash retired_code.code_hash scan.action scan.verdict scan.shown scan.conflict
"""
_ACCOUNT = "user.email user.name user.password user.fs_uniquifier login_session.token_hash"

COLUMNS: dict[str, Fate] = {
    **dict.fromkeys(_ERASED.split(), Fate.ERASED),
    "job.result": Fate.DELETED,
    **dict.fromkeys(_PUBLISHED.split(), Fate.PUBLISHED),
    **dict.fromkeys(_NO_PERSON.split(), Fate.NO_PERSON),
    **dict.fromkeys(_ACCOUNT.split(), Fate.ACCOUNT),
}

# Words that stand for no one; whoever else did something is an organiser or a device.
ROLES = ("holder", "exhibitor", "worker", "command line", "demo", "organiser", "device")

NOBODY = dict.fromkeys(
    ("first_name", "last_name", "email", "accessibility_needs", "search_text"), ""
)
NO_CONTACT = dict.fromkeys(("contact_name", "email", "phone", "wishes"), "")
# Who was not accepted was never published.
NO_ENTRY = dict.fromkeys(("name", "description", "website"), "")
