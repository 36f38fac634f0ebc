"""A fault of an event as a line for terminals, which knows what pages say instead."""

from collections.abc import Mapping
from typing import Any


class FileFault(str):
    """The English line; and its place, a code, and the German text with what fills it.

    The German text is a key of the catalogues.
    """

    place: str
    code: str
    message: str
    values: Mapping[str, Any]

    @classmethod
    def of(
        cls, place: str, code: str, words: tuple[str, str], values: Mapping[str, Any] | None = None
    ) -> "FileFault":
        """Make a fault; `words` are the finished English and the German text to be filled."""
        english, german = words
        fault = cls(f"{place}: {english}")
        fault.place, fault.code, fault.message, fault.values = place, code, german, values or {}
        return fault

    def printed(self, line: str) -> "FileFault":
        """Return the same fault with another line for terminals."""
        fault = FileFault(line)
        fault.__dict__.update(self.__dict__)
        return fault
