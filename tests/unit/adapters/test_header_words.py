"""Whatever a header says, it says the same at the other end, in lines of ASCII."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.adapters.mailer.message import one_line, pack
from ortenaudigital.kernel.addresses import read_mailbox

NOW = datetime(2027, 1, 1, tzinfo=UTC)
WORDS = st.text(st.sampled_from("aäöüß éłŐ (:&,;)–“„=?_日🙂Z"), min_size=1, max_size=150)
LINK = "https://tickets.ortenau-digital.example/buchung/abcdefghijklmnopqrstuvwxyz/briefe"


def sent(subject: str = "Hallo", sender: str = "Kehl <kehl@example.org>", url: str = "") -> Message:
    letter = Composed("erika@example.org", subject, "Text", "<p>Text</p>", unsubscribe_url=url)
    packed = pack(letter, "<1@example.org>", read_mailbox(sender), NOW)
    head = packed.content.split(b"\r\n\r\n", 1)[0]
    assert head.isascii()
    # RFC 2047: an encoded word is at most 75 characters long, and so is its line about.
    for line in head.split(b"\r\n"):
        assert not (b"=?" in line and len(line) > 78), line
    return message_from_bytes(packed.content)


def read(header: str) -> str:
    """Read a header as mail programs do: what is between encoded words is nothing."""
    return str(make_header(decode_header(re.sub(r"\r?\n", "", header))))


@pytest.mark.parametrize(
    "subject",
    [
        "Änderung bestätigt: Große Schau für Bürgerinnen & Bürger (OD-MUSTER)",
        "Kommen Sie? Große Schau für Bürgerinnen und Bürger am 1. Oktober 2027",
        "Demain\u202f: Ortenau Digital – conférence numérique d’été à Kehl",
    ],
)
def test_a_long_subject_keeps_its_spaces(subject: str) -> None:
    assert read(sent(subject)["Subject"]).split() == subject.split()


@given(WORDS)
def test_any_subject_reads_the_same(subject: str) -> None:
    assert read(sent(subject)["Subject"]).split() == one_line(subject).split()


def test_a_long_name_of_the_sender_keeps_its_spaces() -> None:
    name = "Große Kreisstadt Lahr für Bürgerinnen und Bürger über alle Städte der Ortenau"

    header = sent(sender=f"{name} <stadt@lahr.example>")["From"]

    assert read(header).replace("  ", " ") == f"{name} <stadt@lahr.example>"


def test_an_address_to_be_spared_letters_is_found_by_mail_programs() -> None:
    message = sent(url=LINK)

    assert message["List-Unsubscribe"].strip() == f"<{LINK}>"
    assert message["List-Unsubscribe-Post"].strip() == "List-Unsubscribe=One-Click"


def test_no_line_can_be_added_by_a_header() -> None:
    message = sent("Hallo\r\nBcc: fremd@example.org", url="")
    assert message["Bcc"] is None
