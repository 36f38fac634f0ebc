"""The bytes of an event file as text, whatever editor saved them.

Files come by mail from people who have only a Windows editor: a mark at the beginning, UTF-16 and
Windows-1252 are read. What cannot be told for sure is refused, with what to do.
"""

import codecs
import unicodedata
from dataclasses import dataclass

from ortenaudigital.events.errors import EventFileError

MOST_BYTES = 1_000_000
SAVE_AS = 'save it as UTF-8 (in an editor: "Save as", encoding "UTF-8")'
# UTF-32 first: its mark begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DOCUMENTS = {
    b"PK\x03\x04": "a document of Word, Excel or LibreOffice",
    b"\xd0\xcf\x11\xe0": "an old document of Word or Excel",
    b"{\\rtf": "a document in RTF",
    b"%PDF": "a PDF",
}
# Umlauts of DOS and of old Macs look like these when they are taken for Windows-1252.
_SUSPICIOUS = frozenset("ŠšŸƒˆ˜†‡Žž¤¦¨¶¸¹¾Ð÷þ")


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and the name of an encoding that should be told to who wrote it."""

    text: str
    guessed: str | None = None


def decode(data: bytes) -> Decoded:
    """Read the bytes of an event file as text. Raises EventFileError, naming the encoding."""
    if len(data) > MOST_BYTES:
        raise EventFileError(
            [f"file: it has {len(data)} bytes; more than {MOST_BYTES} are refused"]
        )
    for start, kind in _DOCUMENTS.items():
        if data.startswith(start):
            raise EventFileError([f"file: it is {kind}, not a plain text; {SAVE_AS}"])
    decoded = _decode(data)
    # Scripts of Windows put the mark in the middle when they append to a file.
    text = decoded.text.removeprefix("\ufeff").replace("\n\ufeff", "\n")
    return Decoded(_with_line_ends(text), decoded.guessed)


def _decode(data: bytes) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_read(data, name))
    if b"\x00" in data[:200]:
        # Every second byte of plain letters is zero: UTF-16 without a mark.
        name = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
        return Decoded(_read(data, name))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Decoded(_read_windows(data, error.start), "Windows-1252")


def _read(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise EventFileError(
            [f"file: it begins as {name.upper()} but is not; {SAVE_AS}"]
        ) from error


def _read_windows(data: bytes, start: int) -> str:
    line = data.count(b"\n", 0, start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or _SUSPICIOUS & set(text):
        fault = f"file: neither UTF-8 nor surely Windows-1252 (at line {line}); {SAVE_AS}"
        raise EventFileError([fault])
    return text


def _with_line_ends(text: str) -> str:
    text = text.replace("\r\n", "\n")
    return text if "\n" in text else text.replace("\r", "\n")


def printable(text: str) -> str:
    """Return a text that can be shown in a terminal: what would steer it becomes `\ufffd`."""
    return "".join(
        "\ufffd" if unicodedata.category(char)[0] in "CZ" and char != " " else char for char in text
    )
