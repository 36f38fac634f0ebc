"""Lists of names as people paste them, and files as spreadsheets write them."""

import pytest

from ortenaudigital.bookings.errors import NotBookable
from ortenaudigital.bookings.groups.rules import (
    MOST_LINES,
    Fault,
    count_rows,
    read_file,
    read_members,
)
from ortenaudigital.bookings.rules import for_group
from tests.unit.bookings.test_access_rules import offer

ONE = [
    ("Anna Müller", "Anna Müller", ""),
    ("  Anna   Müller \r", "Anna Müller", ""),
    ("Müller; Anna; anna@example.org", "Anna Müller", "anna@example.org"),
    ("Müller;Anna", "Anna Müller", ""),
    ("Müller;Anna;", "Anna Müller", ""),
    ("Müller, Anna", "Anna Müller", ""),
    ("Müller, Anna, anna@example.org", "Anna Müller", "anna@example.org"),
    ("Müller\tAnna\tanna@example.org", "Anna Müller", "anna@example.org"),
    ("anna@example.org; Müller; Anna", "Anna Müller", "anna@example.org"),
    ("Dr. Anna Müller", "Dr. Anna Müller", ""),
    ("Müller; Dr. Anna", "Dr. Anna Müller", ""),
    ("Prof. Dr. med. Änne Öhler-Übel", "Prof. Dr. med. Änne Öhler-Übel", ""),
    ("von und zu Guttenberg; Karl-Heinz", "Karl-Heinz von und zu Guttenberg", ""),
    ("Anna von der Tann", "Anna von der Tann", ""),
    ("van der Velde, Jan", "Jan van der Velde", ""),
    ("Müller, M.A.", "Müller, M.A.", ""),
    ("Anna Müller, M. Sc.", "Anna Müller, M. Sc.", ""),
    ("O’Neill; Seán", "Seán O’Neill", ""),
    ("D'Artagnan, Françoise", "Françoise D'Artagnan", ""),
    ("Łukasz Żółć", "Łukasz Żółć", ""),
    ("Мария Иванова", "Мария Иванова", ""),
    ("李 小龍", "李 小龍", ""),
    ('"Müller; geb. Maier";Anna;anna@example.org', "Anna Müller; geb. Maier", "anna@example.org"),
    ('"Müller, geb. Maier", Anna', "Anna Müller, geb. Maier", ""),
    ('"Anna Müller"', "Anna Müller", ""),
    ('Anna "Anni" Müller', 'Anna "Anni" Müller', ""),
    ('Müller;"Anna ""Anni"""', 'Anna "Anni" Müller', ""),
    ('"Müller', "Müller", ""),
    ("Anna Müller anna@example.org", "Anna Müller", "anna@example.org"),
    ("Anna Müller <anna@example.org>", "Anna Müller", "anna@example.org"),
    ('"Müller, Anna" <anna@example.org>', "Anna Müller", "anna@example.org"),
    ("Müller; Anna; Anna@BÜRGER.example", "Anna Müller", "Anna@xn--brger-kva.example"),
    ("Müller; Anna; mailto:anna@example.org", "Anna Müller", "anna@example.org"),
    ("An\x00na Mü\x07ller", "Anna Müller", ""),
    ("\u202eAnna\u202c M\u200büller", "Anna Müller", ""),
    ("\ufeffAnna Müller", "Anna Müller", ""),
    ("X", "X", ""),
]


@pytest.mark.parametrize(("line", "name", "email"), ONE)
def test_one_line_is_one_person(line: str, name: str, email: str) -> None:
    (member,) = read_members(line)
    assert (member.name, member.email, member.fault) == (name, email, None)


FAULTS = [
    ("=HYPERLINK(1)", Fault.FORMULA),
    ("+49 Anna", Fault.FORMULA),
    ("- Anna Müller", Fault.FORMULA),
    ("@Anna", Fault.NO_NAME),
    ("＝Anna", Fault.FORMULA),
    ("anna@example.org", Fault.NO_NAME),
    (";;anna@example.org", Fault.NO_NAME),
    ("12345", Fault.NO_NAME),
    ("Anna www.kaufen.example", Fault.BAD_NAME),
    ("Müller; https://kaufen.example/x", Fault.BAD_NAME),
    ("Müller; Anna; anna@", Fault.BAD_ADDRESS),
    ("Müller; Anna; änna@example.org", Fault.BAD_ADDRESS),
    ("Müller; Anna; a@example.org, b@example.org", Fault.BAD_ADDRESS),
    ("1; Müller; Anna; Rathaus", Fault.MANY_CELLS),
    ("Müller; a@example.org; b@example.org", Fault.MANY_CELLS),
    ("A" * 81, Fault.LONG_NAME),
    ("Müller; Anna; " + "a" * 260 + "@example.org", Fault.BAD_ADDRESS),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_a_row_that_is_nobody_says_why(text: str, fault: Fault) -> None:
    assert fault in [member.fault for member in read_members(text)]


def test_a_hidden_break_is_a_row_of_its_own_and_never_a_part_of_an_address() -> None:
    members = read_members("Müller; Anna; a@example.org\u2028Bcc: b@example.org\x0bBo Berg")
    assert [member.email for member in members] == ["a@example.org", "b@example.org", ""]


def test_a_group_may_be_larger_than_what_an_address_may_have() -> None:
    asked = for_group(offer(max_per_booking=6, max_per_address=6, max_per_group=30))
    assert (asked.max_per_booking, asked.max_per_address) == (30, 30)
    assert for_group(offer(max_per_group=30)).max_per_address is None
    with pytest.raises(NotBookable):
        for_group(offer())


def test_columns_stand_in_the_order_that_the_first_row_names() -> None:
    text = "Abteilung;E-Mail;Vorname;Nachname;Titel\nBauamt;a@example.org;Anna;Müller;Dr.\n"
    (member,) = read_members(text)
    assert (member.row, member.name, member.email) == (2, "Dr. Anna Müller", "a@example.org")
    for head in ("Name,Vorname", "Nom;Prénom", "Last name\tFirst name", "NACHNAME;VORNAME"):
        separator = next(each for each in ",;\t" if each in head)
        assert read_members(f"{head}\nMüller{separator}Anna")[0].name == "Anna Müller", head


def test_rows_keep_the_number_of_their_line_and_empty_ones_are_none() -> None:
    members = read_members("\n\nAnna Müller\n ;;\n\nBo Berg\n")
    assert [(member.row, member.name) for member in members] == [(3, "Anna Müller"), (6, "Bo Berg")]


def test_somebody_who_stands_there_twice_is_told_and_kept() -> None:
    text = "Anna Müller\nanna muller\nMüller; Anna; a@example.org\nMüller; Anna; A@Example.org"
    members = read_members(text)
    assert [member.twice for member in members] == [False, True, False, True]
    assert all(member.fault is None for member in members)


def test_a_comma_is_a_part_of_names_between_semicolons() -> None:
    members = read_members("Müller, geb. Maier; Anna\nBerg; Bo")
    assert [member.name for member in members] == ["Anna Müller, geb. Maier", "Bo Berg"]


def test_ten_thousand_lines_are_counted_and_not_all_read() -> None:
    text = "\n".join(f"Müller{number}; Anna; a{number}@example.org" for number in range(10_000))
    assert count_rows(text) == 10_000
    assert len(read_members(text)) == MOST_LINES


def test_no_text_is_nobody() -> None:
    assert read_members("") == read_members(" \n\t\n;;;\n") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_are_read_as_programs_write_them(encoding: str) -> None:
    text = read_file("Nachname;Vorname\r\nMüßig;Änne\r\nÉtoile;Zoé".encode(encoding))
    assert text is not None
    assert [member.name for member in read_members(text)] == ["Änne Müßig", "Zoé Étoile"]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(200), b"PK\x03\x04\x81" + bytes(99), b"\xff\xfeA"]
)
def test_what_is_no_text_is_not_read(data: bytes) -> None:
    assert read_file(data) is None
