"""What a refusal of the rules says: in which words, by which status, when to try again."""

from datetime import date

from flask_babel import gettext

from ortenaudigital.accounts.errors import PermissionMissing
from ortenaudigital.checkin.errors import DeviceRefused
from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.events.messages.fields import UNREADABLE
from ortenaudigital.kernel.errors import DomainError, NotFound
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.web.shared.language import short_date, texts


def words_of(error: DomainError) -> str:
    """Say a domain error in the language of the reader."""
    details = {name: _in_words(value) for name, value in error.details.items()}
    return str(gettext(error.message, **details))


def fault_words(fault: str) -> str:
    """Say a fault of an event in the language of the reader; one that nobody foresaw, generally."""
    if not isinstance(fault, FileFault):
        return str(gettext(UNREADABLE))
    values = {name: _in_words(value) for name, value in fault.values.items()}
    return str(gettext(fault.message, **values))


def _in_words(value: object) -> object:
    if isinstance(value, dict):
        return texts(value)
    return short_date(value) if isinstance(value, date) else value


def status_of(error: DomainError) -> int:
    """Return the HTTP status of a domain error."""
    if isinstance(error, DeviceRefused):
        return 401
    if isinstance(error, PermissionMissing):
        return 403
    if isinstance(error, TooMany):
        return 429
    return 404 if isinstance(error, NotFound) else 409


def refused_by(error: DomainError) -> tuple[int, dict[str, str]]:
    """Return status and headers of a form that is shown again because of an error."""
    return (429, retry_after(error)) if isinstance(error, TooMany) else (422, {})


def retry_after(refusal: TooMany) -> dict[str, str]:
    """Say in a header when to try again."""
    return {"Retry-After": str(refusal.seconds)}
