"""Whose fault a refusal is: one letter's, or that of our server or sender, which holds up all."""

import re
from enum import StrEnum


class Stage(StrEnum):
    """How far a letter came."""

    CONNECT = "connect"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    END = "end of DATA"


class ServerTrouble(Exception):
    """The mail server takes no letter from us, or none now: nobody's letter is at fault.

    `at_letter` if it had heard of this one, so that it may yet be about this one alone.
    """

    def __init__(self, reason: str, at_letter: bool = False) -> None:
        super().__init__(reason)
        self.at_letter = at_letter


class LetterRefused(Exception):
    """The server did not take this letter; the others go on.

    `tries` is how many of its attempts that costs.
    """

    def __init__(self, reason: str, permanent: bool, tries: int = 1) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.tries = tries


# A letter that may have arrived is not sent over and over: each time may be one more.
UNCERTAIN_TRIES = 3
_ENHANCED = re.compile(r"\b[245]\.(\d{1,3})\.(\d{1,3})\b")
# Service not available, password needed, too weak, refused, encryption needed; and commands that
# the server does not take from us.
_SERVER_CODES = {421, 432, 454, 500, 502, 503, 504, 521, 530, 534, 535, 538}
# Address of the sender, as RFC 3463 numbers it.
_SENDER_STATUS = {("1", "7"), ("1", "8")}
_TOO_BIG = ("3", "4")
_SERVER_WORDS = re.compile(
    r"\brelay|authenticat|authori[sz]ed to send|\blog ?in\b|\b(helo|ehlo|client host)\b"
    r"|\byour (ip|host)\b|\bsender (address|domain|verif)|\bblocked using|\btoo many\b|\bquota\b"
    r"|\blimit|\b(rate|blacklist|blocklist)",
    re.IGNORECASE,
)
# Of one mailbox or one message, whatever words follow.
_LETTER_WORDS = re.compile(
    r"\b(mailbox|message size|recipient address rejected|over quota)\b|\btoo (big|large|long)\b",
    re.IGNORECASE,
)


def holds_all(stage: Stage, code: int, reason: str) -> bool:
    """Say whether a refusal concerns our server or sender, so that all letters wait."""
    status = _ENHANCED.search(reason)
    numbers = (status[1], status[2]) if status else None
    if stage is Stage.CONNECT:
        return True
    if stage is Stage.MAIL:
        # Of the letter itself only its size was said.
        return code != 552 and numbers != _TOO_BIG
    if code in _SERVER_CODES or numbers in _SENDER_STATUS:
        return True
    if code == 552 or numbers == _TOO_BIG or _LETTER_WORDS.search(reason):
        return False
    if numbers is None or numbers[0] in ("0", "7"):
        return bool(_SERVER_WORDS.search(reason))
    return numbers[0] == "3"


def permanent(code: int) -> bool:
    """Say whether the server will not take it later either."""
    return 500 <= code < 600
