"""Letters as MIME: what a mail program reads is what was written, whatever it holds."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from ortenaudigital.adapters.mailer.message import Composed, Enclosure, pack
from ortenaudigital.kernel.addresses import Mailbox, NotAnAddress, ascii_host, read_mailbox

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
SENDER = Mailbox("Ortenau Digital", "tickets", "example.org")
USUAL, LONGEST = 78, 998


def sent(sender: Mailbox = SENDER, **changes: object) -> tuple[EmailMessage, bytes]:
    values: dict[str, object] = {
        "recipient": "erika@example.org",
        "subject": "Grüße",
        "text": "Text",
        "html": "<p>Text</p>",
    }
    letter = Composed(**(values | changes))  # type: ignore[arg-type]  # a bag of test values
    content = pack(letter, "<1@tickets.example.org>", sender, NOW).content
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    return message_from_bytes(content, policy=policy.default), content  # type: ignore[return-value]


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


TEXTS = {
    "umlauts": "Grüße aus Lahr,\n\nÄpfel, Straße, Łukasz, 😀, Ελένη\n",
    "one long line": "x" * 10_000 + "\n",
    "long words": "ö" * 5_000 + "\n",
    "what servers read": ".\n.hidden\nFrom here\nQUIT\n=3D\n",
    "spaces at the ends": "a  \n\tb\t\n -- \nc\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_texts_arrive_as_they_were_written(text: str) -> None:
    message, content = sent(text=text, html=f"<p>{text}</p>\n")
    assert text_of(message) == text
    assert text_of(message, "html") == f"<p>{text}</p>\n"
    assert max(map(len, content.split(b"\r\n"))) <= USUAL


def test_control_characters_and_foreign_line_ends_are_made_plain() -> None:
    message, _ = sent(text="a\x00b\r\nc\rd\x1b[31m\n")
    assert text_of(message) == "ab\nc\nd[31m\n"


@pytest.mark.parametrize(
    "subject",
    [
        "Zeile eins\r\nBcc: spam@example.org",
        "Zeile\u2028zwei\x00\x85",
        "Ä" * 400,
        "x" * 2000,
        "Wort " * 300,
        "",
    ],
)
def test_a_subject_is_one_header(subject: str) -> None:
    message, content = sent(subject=subject)
    assert message.keys() == sent()[0].keys(), "no header more, none less"
    words = "".join(char for char in " ".join(subject.split()) if char.isprintable())
    assert message["Subject"] == words
    assert max(map(len, content.split(b"\r\n"))) <= LONGEST


@pytest.mark.parametrize(
    "name", ["Müller, Ärzte & Söhne", 'Das "Amt" (Kehl)', "", "Ortenau; Digital: <2027>", "ß" * 20]
)
def test_the_sender_is_read_as_one_mailbox(name: str) -> None:
    message, _ = sent(Mailbox(name, "tickets", "example.org"))
    (address,) = message["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "tickets@example.org")


def test_answers_go_to_the_contact_of_the_event() -> None:
    assert sent(reply_to="orga@müllheim.de")[0]["Reply-To"] == "orga@xn--mllheim-n2a.de"
    for unusable in ("", "a@x.org, b@x.org", "keine", "jürgen@example.org"):
        assert sent(reply_to=unusable)[0]["Reply-To"] is None


def test_a_letter_has_what_mail_programs_and_robots_look_for() -> None:
    message, _ = sent()
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<1@tickets.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["MIME-Version"] == "1.0"
    assert message.get_content_type() == "multipart/alternative"


def test_enclosures_keep_type_charset_and_method() -> None:
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Größe\r\n".encode()
    document = bytes(range(256)) * 20
    message, content = sent(
        enclosures=[
            Enclosure("OD-7K3M9P.pdf", "application/pdf", document),
            Enclosure("termin.ics", "text/calendar", calendar, {"method": "CANCEL"}),
        ]
    )
    assert message.get_content_type() == "multipart/mixed"
    pdf, ics = message.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == ("OD-7K3M9P.pdf", document)
    assert ics["Content-Type"].params == {"method": "CANCEL", "charset": "utf-8"}
    assert ics.get_payload(decode=True) == calendar
    assert text_of(message).strip() == "Text"
    assert max(map(len, content.split(b"\r\n"))) <= USUAL


def test_a_domain_is_that_of_today_not_that_of_2003() -> None:
    """The standard library maps ß to ss, which is somebody else's domain."""
    assert read_mailbox("gast@straße-kehl.de").domain == "xn--strae-kehl-83a.de"
    message, _ = sent(recipient="gast@straße-kehl.de")
    assert message["To"].addresses[0].domain == "xn--strae-kehl-83a.de"


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("tickets@kehl.de", Mailbox("", "tickets", "kehl.de")),
        ("Stadt Kehl <tickets@kehl.de>", Mailbox("Stadt Kehl", "tickets", "kehl.de")),
        ('"Kehl, Stadt" <t@kehl.de>', Mailbox("Kehl, Stadt", "t", "kehl.de")),
        ("Kehl, Stadt <t@kehl.de>", Mailbox("Kehl, Stadt", "t", "kehl.de")),
    ],
)
def test_a_mailbox_is_read(text: str, mailbox: Mailbox) -> None:
    assert read_mailbox(text) == mailbox


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kehl",
        "a@x.org, b@x.org",
        "A <a@x.org>, B <b@x.org>",
        "a@x.org\nBcc: b@x.org",
        "a@x@y.org",
    ],
)
def test_what_is_no_single_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        read_mailbox(text)


def test_hosts_are_written_in_ascii() -> None:
    assert ascii_host("tickets.straße-kehl.de") == "tickets.xn--strae-kehl-83a.de"
    assert [ascii_host(host) for host in ("localhost", "127.0.0.1")] == ["localhost", "127.0.0.1"]
