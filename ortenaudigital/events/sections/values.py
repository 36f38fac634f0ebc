"""What a section is, and the kinds of values it may hold: each says what is wrong with it.

Nothing is turned into another kind: `1.000` is no number of places, and `true` is not 1.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from ortenaudigital.events.messages.fields import fault
from ortenaudigital.kernel.addresses import ascii_host

LANGUAGES = {"de", "en", "fr"}
# First steps of addresses that belong to the product itself.
RESERVED = {
    *("abmelden", "angebot", "anmelden", "api", "aussteller", "barrierefreiheit", "bestaetigen"),
    *("buchung", "datenschutz", "demo", "einlass", "fehler-melden", "healthz", "impressum"),
    *("bilder", "kontakt", "leichte-sprache", "orga", "postausgang", "readyz", "reihe"),
    *("static", "t", "tickets-vergessen"),
}
# Beyond it something was mistyped, and moments near the year 9999 cannot be reckoned with.
FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_SLUG = 60
# Both databases hold it in an integer, sums over all types included.
MOST_PLACES = 1_000_000
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_DOMAIN = 253
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_WALL_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


class Section(BaseModel):
    """One part of an event; unknown keys and other kinds of values are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _forbidden(char: str) -> bool:
    # Soft hyphens and the joiners of emoji and of some scripts are of the kind Cf and may stay.
    category = unicodedata.category(char)
    return category in ("Cc", "Cs", "Co", "Zl", "Zp") or char in _BIDI or char in "\ufeff\ufffd"


def _checked(value: str, most: int, lines: bool) -> str:
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if "\n" in text and not lines:
        raise fault("one_line")
    wrong = next((char for char in text if _forbidden(char) and char not in "\n\t"), None)
    if wrong == "\ufffd":
        raise fault("letter_lost")
    if "\t" in text and not lines:
        raise fault("no_tab")
    if wrong is not None:
        raise fault("forbidden_character", value=f"U+{ord(wrong):04X}")
    if len(text) > most:
        raise fault("longer_than", length=len(text), most=most)
    return text


def _is_blank(text: str) -> bool:
    return not any(unicodedata.category(char)[0] in "LNPS" for char in text)


def _text(most: int, *, lines: bool = False, filled: bool = True) -> Callable[[str], str]:
    def check(value: str) -> str:
        text = _checked(value, most, lines)
        if filled and _is_blank(text):
            raise fault("empty")
        return text

    return check


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > MOST_SLUG:
        raise fault("slug", most=MOST_SLUG)
    return value


def _event_slug(value: str) -> str:
    if value in RESERVED:
        raise fault("reserved", value=value)
    return _slug(value)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise fault("time_zone", value=value[:60]) from error
    return value


def _wall_time(value: str) -> str:
    if not _WALL_TIME.fullmatch(value):
        raise fault("time_of_day", value=value[:60])
    return value


def _opening(value: str) -> str:
    if value == "24:00":
        raise fault("end_of_day")
    return _wall_time(value)


def _languages(value: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(set(value) - LANGUAGES):
        raise fault("language", value=", ".join(unknown)[:60])
    if "de" not in value:
        raise fault("german_missing")
    if _is_blank(value["de"]):
        raise fault("german_empty")
    # An empty translation is none: the German text stands there instead.
    return {language: text for language, text in value.items() if text}


def in_german(value: Any) -> Any:
    """Take one text for the German one, and an empty one for none."""
    return ({"de": value} if value.strip() else None) if isinstance(value, str) else value


def _date(value: Any) -> Any:
    if isinstance(value, str):
        # Weeks, which ISO 8601 can write as well, are not what people mean.
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise fault("date", value=value[:60])
        return _parsed(date.fromisoformat, value, "date")
    # A moment is a date as well for Python, and would be taken for its day.
    return None if isinstance(value, datetime) else value


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        return _parsed(datetime.fromisoformat, value, "moment")
    return value


def _parsed(parse: Callable[[str], date], value: str, kind: str) -> date:
    try:
        return parse(value)
    except ValueError as error:
        raise fault(kind, value=value[:60]) from error


def _within_years(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise fault("year", year=str(value.year), first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return value


def _address(value: str) -> str:
    if not value:
        return value
    try:
        found = validate_email(value, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise fault("address") from error
    return found.normalized


def _web_address(value: str) -> str:
    text = _checked(value, 400, lines=False)
    if text and not re.fullmatch(r"https?://[^\s/@:]+\.[^\s/@:]+(:\d+)?(/\S*)?", text):
        raise fault("web_address")
    return text


def _mail_domain(value: str) -> str:
    name = value.strip().lower().removeprefix("*.")
    host = ascii_host(name)
    if not _DOMAIN.fullmatch(host) or len(host) > MOST_DOMAIN:
        raise fault("mail_domain", value=value[:60])
    return f"*.{host}" if value.strip().startswith("*.") else host


def _percent(value: Any) -> Any:
    """Read a share such as `10%`, or 10."""
    found = re.fullmatch(r"([0-9]{1,3}) ?%", value) if isinstance(value, str) else None
    return int(found[1]) if found else value


ShortLine = Annotated[str, AfterValidator(_text(100))]
Line = Annotated[str, AfterValidator(_text(200))]
OptionalLine = Annotated[str, AfterValidator(_text(200, filled=False))]
OptionalLongLine = Annotated[str, AfterValidator(_text(400, filled=False))]
OptionalParagraph = Annotated[str, AfterValidator(_text(2000, lines=True, filled=False))]
Titles = Annotated[dict[str, OptionalLine], AfterValidator(_languages)]
Claims = Annotated[dict[str, OptionalLongLine], AfterValidator(_languages)]
Paragraphs = Annotated[dict[str, OptionalParagraph], AfterValidator(_languages)]
Slug = Annotated[str, AfterValidator(_slug)]
EventSlug = Annotated[str, AfterValidator(_event_slug)]
Zone = Annotated[str, AfterValidator(_zone)]
OpeningTime = Annotated[str, AfterValidator(_opening)]
ClosingTime = Annotated[str, AfterValidator(_wall_time)]
EventDate = Annotated[date, BeforeValidator(_date), AfterValidator(_within_years)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_within_years)]
Address = Annotated[str, AfterValidator(_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
MailDomain = Annotated[str, AfterValidator(_mail_domain)]
Places = Annotated[int, Field(ge=0, le=MOST_PLACES)]
Overbook = Annotated[int, BeforeValidator(_percent), Field(ge=0, le=50)]


def in_zone(value: datetime | None, zone: str) -> datetime | None:
    """Return a stored moment as the clocks at the event show it."""
    return value and value.astimezone(ZoneInfo(zone))
