"""What an event file may not say, however plausible it looks: each fault has its place."""

import re
from pathlib import Path

import pytest

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.toml.event import read_event_bytes, read_event_file
from ortenaudigital.factory import create_app
from tests.conftest import make_config
from tests.factories import event_file_text

LONG_NUMBER = "9" * 5000
CLOSING_TOO_EARLY = (
    "booking_opens = 2027-09-01T08:00:00+02:00\nbooking_closes = 2027-08-01T08:00:00+02:00\n"
)


def faults_of(text: str) -> list[str]:
    with pytest.raises(EventFileError) as caught:
        read_event_file(text)
    return caught.value.faults


def changed(old: str, new: str) -> str:
    text = event_file_text()
    assert old in text
    return text.replace(old, new, 1)


def with_event_line(line: str) -> str:
    return changed("[event.venue]", f"{line}\n[event.venue]")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("quota = 100", "quota = 1.000", "ticket_type[0].quota: write a whole number"),
        ("quota = 100", "quota = 100.0", "ticket_type[0].quota: write a whole number"),
        ("quota = 100", "quota = true", "ticket_type[0].quota: write a whole number"),
        ("quota = 100", 'quota = "100"', "ticket_type[0].quota: write a whole number"),
        ("quota = 100", "quota = inf", "ticket_type[0].quota: write a whole number"),
        ("quota = 100", "quota = 99_999_999_999", "ticket_type[0].quota: input should be less"),
        ("quota = 100", "quota = -1", "ticket_type[0].quota: input should be greater"),
        ("quota = 100", "", "ticket_type[0].quota: is missing, and no shared ones"),
        ("quota = 100", 'quotas = ["saal"]', "ticket_type[0].quotas: saal is no quota of this"),
        ("quota = 100", 'quotas = ["a", "a"]', "ticket_type[0].quotas: a stands here twice"),
        ("quota = 100", "quotas = [5]", "ticket_type[0].quotas[0]: write a text"),
        ('closes = "17:00"', 'closes = "17:00"\ncapacity = -1', "day[0].capacity: input should be"),
        (
            "[[stand]]\nlabel",
            '[[quota]]\nslug = "a"\n[[stand]]\nlabel',
            "quota[0].size: is missing",
        ),
        ("max_per_booking = 6", "max_per_address = 0", "ticket_type[0].max_per_address: input"),
        ("max_per_booking = 6", 'domains = ["achern.de"]', "ticket_type[0].domains: they open a"),
        ("quota = 20", 'domains = ["achern"]', "ticket_type[1].domains[0]: achern is no mail"),
        ("quota = 20", 'domains = ["@a.de"]', "ticket_type[1].domains[0]: @a.de is no mail"),
        ("quota = 20", 'domains = ["a.de", "A.de"]', "ticket_type[1]: a.de stands here twice"),
        (
            "max_per_booking = 6",
            "booking_opens = 2027-08-01T08:00:00+02:00\nbooking_closes = 2027-08-01T06:00:00+00:00",
            "ticket_type[0].booking_closes: it is not after booking_opens",
        ),
        ("max_per_booking = 6", "max_per_booking = true", "ticket_type[0].max_per_booking: write"),
        ("network = true", "network = 1", "stand[0].network: write true or false"),
        ("network = true", 'network = "ja"', "stand[0].network: write true or false"),
        ("date = 2027-09-30", "date = 1822176000", "day[0].date: write a date"),
        ("date = 2027-09-30", "date = 2027-09-30T00:00:00", "day[0].date: write a date"),
        ("date = 2027-09-30", 'date = "30.09.2027"', "day[0].date: 30.09.2027 is no date"),
        ("date = 2027-09-30", 'date = "2027-13-30"', "day[0].date: 2027-13-30 is no date"),
        ("date = 2027-09-30", 'date = "2027-W39-4"', "day[0].date: 2027-W39-4 is no date"),
        ("date = 2027-09-30", "date = 9999-12-31", "day[0].date: the year 9999 is not between"),
        ("date = 2027-09-30", "date = 0207-09-30", "day[0].date: the year 207 is not between"),
        ('opens = "09:00"', "opens = 09:00:00", "day[0].opens: write a text in straight quotes"),
        ('opens = "09:00"', 'opens = "9:00"', "day[0].opens: 9:00 is no time of day"),
        ('opens = "09:00"', 'opens = "0900"', "day[0].opens: 0900 is no time of day"),
        ('opens = "09:00"', 'opens = "09:00:30"', "day[0].opens: 09:00:30 is no time of day"),
        ('opens = "09:00"', 'opens = "09:00+05:00"', "day[0].opens: 09:00+05:00 is no time"),
        ('opens = "09:00"', 'opens = "24:00"', "day[0].opens: 24:00 is the end of a day"),
        (
            "admits_to = [2027-10-01]",
            'admits_to = ["2027-10-05"]',
            "ticket_type[0].admits_to: 2027",
        ),
        ("admits_to = [2027-10-01]", "admits_to = []", "ticket_type[0].admits_to: list should"),
        (
            "admits_to = [2027-10-01]",
            "admits_to = [2027-10-01, 2027-10-01]",
            "ticket_type[0].admits_to: 2027-10-01 stands here twice",
        ),
        ("days = [2027-10-01]", 'days = ["2027-10-02"]', "stand[1].days: 2027-10-02 is no day"),
        ("date = 2027-10-01", 'date = "2027-09-30"', "day[1].date: 2027-09-30 stands here twice"),
        ('slug = "fachticket"', 'slug = "buergerticket"', "ticket_type[1].slug: buergerticket st"),
        ('label = "A2"', 'label = " A1 "', "stand[1].label: A1 stands here twice"),
        ('title = "Ortenau Digital 2027"', 'title = ""', "event.title: it is empty"),
        ('title = "Ortenau Digital 2027"', 'title = " \u200b "', "event.title: it is empty"),
        ('title = "Ortenau Digital 2027"', 'title = "A\\nB"', "event.title: write it in one line"),
        ('title = "Ortenau Digital 2027"', 'title = "A\\u0000B"', "event.title: the character U+0"),
        ('title = "Ortenau Digital 2027"', 'title = "A\\u202eB"', "event.title: the character U+2"),
        ('title = "Ortenau Digital 2027"', 'title = "A\\u2028B"', "event.title: the character U+2"),
        ('title = "Ortenau Digital 2027"', 'title = "A\ufffdB"', "event.title: a letter was lost"),
        ('title = "Ortenau Digital 2027"', f'title = "{"x" * 201}"', "event.title: it has 201"),
        ('de = "Bürgerticket"', 'de = ""', "ticket_type[0].title: the German text (de) is empty"),
        ('de = "Bürgerticket"', 'de = "a\\tb"', "ticket_type[0].title.de: write spaces"),
        ('name = "Stadthalle"', 'name = "Stadt\\u001bhalle"', "event.venue.name: the character U"),
        ("power_w = 3000", 'note = "a\\nb"', "stand[0].note: write it in one line"),
        ('["lahr"]', '["Stadt Lahr"]', "event.co_organisers[0]: use small letters"),
        ('["lahr"]', '["kehl"]', "event: kehl stands twice among host and co_organisers"),
        ('host = "kehl"', "", "event.host: is missing"),
        (
            '"Vorträge und Messe."',
            f'"{"x" * 2001}"',
            "event.summary.de: it has 2001 characters",
        ),
        ('slug = "buergerticket"', f'slug = "{"a" * 61}"', "ticket_type[0].slug: use small"),
        ("[event.venue]", "[event.venue]\nextra = 1", "event.venue.extra: this key is not known"),
        ("[[day]]\ndate = 2027-09-30", "[day]\ndate = 2027-09-30", "not TOML:"),
    ],
)
def test_what_looks_plausible_is_refused_with_its_place(old: str, new: str, fault: str) -> None:
    faults = faults_of(changed(old, new))
    assert any(said.startswith(fault) for said in faults), faults


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org, b@example.org",
        "a@example.org;b@example.org",
        "Büro <a@example.org>",
        "mailto:a@example.org",
        "a@example.org\\nBcc: b@example.org",
        "büro@example.org",
        "nobody",
    ],
)
def test_a_contact_is_exactly_one_plain_address(address: str) -> None:
    faults = faults_of(changed("orga@example.org", address))
    assert len(faults) == 1
    assert faults[0].startswith("event.contact_email: write exactly one plain address")


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (CLOSING_TOO_EARLY, "event.booking_closes: it is not after booking_opens"),
        ("booking_opens = 2027-12-01T08:00:00+01:00", "event.booking_opens: the event is over"),
        # The last day closes at 13:00 in Kehl, which is 11:00 of world time.
        ("booking_opens = 2027-10-01T11:00:00Z", "event.booking_opens: the event is over"),
        ("applications_close = 2028-01-01T00:00:00Z", "event.applications_close: the event is ov"),
        ("booking_opens = 2027-06-01T08:00:00", "event.booking_opens: the distance to world time"),
        ("booking_opens = 2027-06-01", "event.booking_opens: write a moment"),
        ("booking_opens = 1780000000", "event.booking_opens: write a moment"),
        ('booking_opens = "bald"', "event.booking_opens: bald is no moment"),
        ("booking_opens = 9999-12-31T23:59:59-12:00", "event.booking_opens: the year 9999"),
        ("booking_closes = 0001-01-01T00:00:00+14:00", "event.booking_closes: the year 1 is"),
        ('timezone = "../../etc/passwd"', "event.timezone: ../../etc/passwd is no time zone"),
    ],
)
def test_moments_fit_to_one_another(lines: str, fault: str) -> None:
    faults = faults_of(with_event_line(lines))
    assert any(said.startswith(fault) for said in faults), faults


def test_days_that_run_into_one_another_are_refused() -> None:
    text = changed('closes = "17:00"', 'closes = "09:00"').replace("08:30", "08:00")
    assert faults_of(text) == ["day[1].opens: 08:00 is before 2027-09-30 has closed"]


def test_an_hour_that_the_clocks_leave_out_is_judged_by_its_moment() -> None:
    text = event_file_text(first="2027-03-27", second="2027-03-28", opens="02:30", closes="03:15")
    assert faults_of(text) == [
        "day[1].closes: 03:15 is not after 02:30: the clocks change then",
    ]
    # The same words on any other day are a plain night.
    assert read_event_file(event_file_text(opens="02:30", closes="03:15"))


def test_a_fault_of_one_day_is_not_echoed_by_all_that_name_it() -> None:
    faults = faults_of(changed("date = 2027-10-01", 'date = "morgen"'))
    assert [fault.split(":")[0] for fault in faults] == ["day[1].date"]


def test_a_date_in_quotes_is_read_as_one() -> None:
    text = event_file_text().replace("[2027-10-01]", '["2027-10-01"]')
    text = text.replace("date = 2027-10-01", 'date = "2027-10-01"')
    assert read_event_file(text) == read_event_file(event_file_text())


def test_an_evening_ends_after_midnight_and_that_is_told() -> None:
    data = event_file_text(opens="22:00", closes="02:00").encode()
    file, notes = read_event_bytes(data)
    assert file.days[1].closes == "02:00"
    assert notes == ["day[1].closes: 02:00 is on the day after 2027-10-01"]
    assert read_event_bytes(event_file_text().encode())[1] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = " + "[" * 5000, "not TOML: brackets are nested too deeply"),
        (f"x = {LONG_NUMBER}", "not TOML: Exceeds the limit"),
        ("[event]\ntitle = „Digitaltag“", "curly quotes"),
        ('[event]\ntitle\u00a0= "Digitaltag"', "protected spaces"),
        ("[event]\n[event]", "not TOML: Cannot declare"),
        ("event = 3", "event: write a section with keys"),
        ("day = [1, [2]]", "day[0]: write a section with keys"),
        ("day = 3", "day: write it as [[day]]"),
        ('"\\u001b[2Jx" = 1', "\ufffd[2Jx: this section is not known"),
    ],
)
def test_what_is_no_event_at_all_is_said_without_a_traceback(text: str, fault: str) -> None:
    assert any(fault in said for said in faults_of(text)), faults_of(text)


def test_a_file_without_end_is_refused_at_once() -> None:
    stands = "\n".join(f'[[stand]]\nlabel = "{n}"' for n in range(2001))
    assert "stand: more than 2000 of them are refused" in faults_of(event_file_text(stands=stands))
    assert len(faults_of("\n".join(f"x{n} = 1" for n in range(500)))) == 100


def test_no_event_takes_an_address_of_the_product(tmp_path: Path) -> None:
    app = create_app(make_config(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path, mode="demo"))
    steps = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    taken = {step for step in steps if re.fullmatch(r"[a-z0-9-]+", step)}
    assert taken >= {"orga", "einlass", "buchung"}
    for step in sorted(taken):
        assert any(
            "is an address of the product" in said
            for said in faults_of(changed('slug = "ortenau-digital-2027"', f'slug = "{step}"'))
        ), step
