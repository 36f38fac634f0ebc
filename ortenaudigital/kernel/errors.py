"""The root of all errors that people are told about."""

import traceback
from typing import Any, ClassVar


def N_(message: str) -> str:
    """Mark a message for the translation catalogues; the text itself is returned unchanged."""
    return message


class DomainError(Exception):
    """A request that the rules refuse.

    `code` is stable and meant for machines. `message` is for people: a catalogue key that the
    web translates and fills with `details`.
    """

    code: ClassVar[str] = "error"
    message: ClassVar[str] = N_("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.")

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details

    def __str__(self) -> str:
        """Say the error in German, for logs and the command line."""
        return self.message % self.details


class CountedError(DomainError):
    """A refusal that names a number of things: of one it says so in other words.

    `counted` is the detail that holds the number, `message_for_one` is said if it is one.
    """

    counted: ClassVar[str]
    message_for_one: ClassVar[str]

    def __init__(self, **details: Any) -> None:
        super().__init__(**details)
        if details[self.counted] == 1:
            self.message = self.message_for_one  # type: ignore[misc]  # this one error's own words


class NotFound(DomainError):
    """Something that was asked for by name or key does not exist."""

    code = "not_found"
    message = N_("Das gibt es hier nicht.")


def place_of(error: BaseException) -> str:
    """Say which error it was and where, without what it says: that may name somebody."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where}"
