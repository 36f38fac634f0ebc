"""The rules of booking on plain values."""

import unicodedata
from datetime import datetime

from ortenaudigital.bookings.errors import (
    BookingClosed,
    EventOver,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.events.rules import Access, Phase

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def check_open(phase: Phase) -> None:
    """Refuse a booking outside its time. Raises NotYetOpen or BookingClosed."""
    if phase is Phase.NOT_YET:
        raise NotYetOpen()
    if phase is not Phase.OPEN:
        raise BookingClosed()


def check_bookable(access: str, number: int, most: int) -> None:
    """Refuse what the public may not book. Raises NotBookable or TooManyTickets."""
    if access != Access.PUBLIC or number < 1:
        raise NotBookable()
    if number > most:
        raise TooManyTickets(most=most)


def check_changeable(now: datetime, last_day_closes_at: datetime) -> None:
    """Refuse changes after the event. Raises EventOver."""
    if now >= last_day_closes_at:
        raise EventOver()


def read_short_code(text: str) -> tuple[str, int] | None:
    """Read what is printed below a QR code, `OD-7K3M9P-2`: reference and number."""
    reference, _, position = text.strip().upper().rpartition("-")
    if not reference or not position.isdecimal() or len(position) > 2:
        return None
    return reference, int(position)


def search_text(*words: str) -> str:
    """Fold words for searching: no case, no accents, umlauts in both spellings.

    `Müller` is found by `müller`, `muller` and `mueller`.
    """
    lowered = " ".join(words).casefold()
    spelled = unicodedata.normalize("NFC", " ".join(words).lower()).translate(_UMLAUTS)
    variants = dict.fromkeys([_without_accents(lowered), _without_accents(spelled)])
    return " ".join(variants)


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
