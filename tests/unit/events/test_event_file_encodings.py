"""Event files as editors of all kinds save them."""

import codecs

import pytest

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.toml.encoding import decode
from ortenaudigital.events.sections.toml.event import read_event_bytes, read_event_file
from tests.factories import event_file_text

TEXT = event_file_text()
WITHOUT_TIMES_SIGN = TEXT.replace("×", "x")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n[[stand]]", "\n\ufeff[[stand]]").encode(),
        TEXT.lstrip().replace("\n", "\r").encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.lstrip().encode("utf-16-le"),
        TEXT.lstrip().encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
)
def test_a_file_reads_the_same_however_it_was_saved(data: bytes) -> None:
    assert read_event_bytes(data) == (read_event_file(TEXT), [])


def test_windows_1252_is_read_and_named() -> None:
    file, notes = read_event_bytes(TEXT.encode("cp1252"))
    assert file == read_event_file(TEXT)
    assert notes == ["file: read as Windows-1252; look at the umlauts, or save it as UTF-8"]


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman"])
def test_umlauts_of_dos_and_old_macs_are_not_taken_for_others(encoding: str) -> None:
    with pytest.raises(EventFileError) as caught:
        decode(WITHOUT_TIMES_SIGN.encode(encoding))
    (fault,) = caught.value.faults
    assert "neither UTF-8 nor surely Windows-1252 (at line " in fault
    assert "save it as UTF-8" in fault


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x14\x00", "a document of Word, Excel or LibreOffice"),
        (b"{\\rtf1\\ansi", "a document in RTF"),
        (b"\xff\xfea", "it begins as UTF-16 but is not"),
        (b"x" * 1_000_001, "more than 1000000 are refused"),
    ],
)
def test_what_is_no_plain_text_is_named(data: bytes, words: str) -> None:
    with pytest.raises(EventFileError) as caught:
        read_event_bytes(data)
    assert words in caught.value.faults[0]
