"""Which characters are taken out, and what is known as an address."""

import pytest

from ortenaudigital.kernel.plain_text import holds_address, holds_link, is_readable, readable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Erika\x00 Müller", "Erika Müller"),
        ("\x00-1", "-1"),
        ("a\x1b[2Jb", "a[2Jb"),
        ("one\x0btwo\x0cthree\x85four\u2028five\r\nsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066Erika\u2069", "Erika"),
        ("\u200b\u200d\ufeff\u2060\u3164\u2800", ""),
        ("Do\xadnau", "Donau"),
        ("half \ud800 a character", "half  a character"),
        ("Er\u200dika", "Erika"),
    ],
)
def test_what_nobody_can_see_is_taken_out(typed: str, kept: str) -> None:
    assert readable(typed) == kept
    assert is_readable(kept)
    assert not is_readable(typed)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O'Neill",
        "Łukasz",
        "Nguyễn Thị",
        "محمد",
        "می‌خواهم",
        "क्‍ष",
        "李雷",
        "👩‍👩‍👧",
        "Ἀθηνᾶ",
        "e\u0301",
    ],
)
def test_names_in_all_scripts_stay_as_they_are(name: str) -> None:
    assert readable(name) == name
    assert not holds_address(name)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "hxxp://example",
        "WWW.example",
        "erika@example.org",
        "erika＠example",
        "erika [at] example",
        "example.org",
        "EXAMPLE．ORG",
        "example。org",
        "exam\u200bple.\u200borg",
        "example (dot) org",
        "example [Punkt] org",
        "example . org",
        "example .xyz",
        "example. com",
        "пример.рф",
        "xn--e1afmkfd",
        "t.me",
        "dr.de",
        "t.co/abc",
        "192.0.2.7",
        "Gewinn: example.shop/jetzt",
        "ｗｗｗ．example",
    ],
)
def test_addresses_are_known_in_every_disguise(text: str) -> None:
    assert holds_address(text)
    assert holds_address(f"Erika {text} Müller")


@pytest.mark.parametrize(
    "name",
    [
        "Dr. A. Müller-Lüdenscheidt",
        "Dr.med. Anna Weiß",
        "Prof.Dr.Dr. h.c. Meier",
        "J.R.R. Tolkien",
        "J.Müller",
        "O'Neill",
        "St. Georgen GmbH & Co. KG",
        "Karl-Heinz v. d. Tann",
        "Maria Müller jun.",
        "d'Arc, Jeanne",
        "Müller/Meier",
        "Eingang 2.OG",
        "Hans (Hansi) Huber",
        "Ing. Com",
    ],
)
def test_real_names_are_no_addresses(name: str) -> None:
    assert not holds_address(name)
    assert not holds_link(name)


def test_an_organisation_may_be_called_like_a_domain_but_never_be_a_link() -> None:
    for name in ("Müller.de GmbH", "Booking.com", "d.velop AG", "Stadt Kehl / Strasbourg"):
        assert not holds_link(name)
    for name in ("www.example.org", "info@example.org", "https://x.org", "x.org/free", "x.org:80"):
        assert holds_link(name)
