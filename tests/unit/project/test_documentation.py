"""What is written stays true: settings, the samples of files of events and towns, lock files."""

import re
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from dotenv import dotenv_values

from ortenaudigital.demo.processes import server_command
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.sections.toml.towns import TownPlan, read_town_file
from ortenaudigital.events.sections.values import Section
from ortenaudigital.kernel.config import ConfigError, read_config
from ortenaudigital.towns.rules import missing_in

ROOT = Path(__file__).parents[3]
LOCKS = sorted([*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"])
SAMPLE = ROOT / ".env.example"
OPERATIONS = ROOT / "docs" / "operations.md"
EVENT_FILE = ROOT / "docs" / "veranstaltung.md"
SETTING = re.compile(r"^(#?)([A-Z][A-Z_]*)=(.*)$", re.MULTILINE)
HOST = re.compile(r"://|\b[a-z0-9-]+\.(?:com|org|net|io|dev|de|eu|cloud|internal|local|lan)\b")
KEYS = {
    "SECRET_KEY": "9f1c44be02d7a85b6e3390cf7a1d5e82",
    "TICKET_KEY": "Vq8-rT2mZ_w4LxYc7NpKdHs5JbGfAe3u",
    "BASE_URL": "https://tickets.example.org",
}


class Recorder(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


def settings_that_are_read() -> set[str]:
    environment = Recorder()
    with suppress(ConfigError):
        read_config(environment)
    return environment.asked


def test_the_sample_of_settings_names_each_that_is_read_and_no_other() -> None:
    named = [name for _, name, _ in SETTING.findall(SAMPLE.read_text(encoding="utf-8"))]
    assert len(named) == len(set(named))
    assert set(named) == settings_that_are_read()


def test_the_sample_of_settings_explains_each() -> None:
    before = ""
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        if SETTING.match(line):
            assert before.startswith("# "), f"{line}: has no comment above it"
        before = line


def test_the_sample_of_settings_shows_the_defaults() -> None:
    optional = [
        f"{name}={value}"
        for commented, name, value in SETTING.findall(SAMPLE.read_text(encoding="utf-8"))
        if commented
    ]
    shown = dotenv_values(stream=StringIO("\n".join(optional)))
    assert read_config(shown | KEYS) == read_config(KEYS)


def test_the_table_of_settings_names_each_that_is_read_and_no_other() -> None:
    table = re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(table) == len(set(table))
    assert set(table) == settings_that_are_read()


def test_the_web_server_starts_as_the_demo_starts_it() -> None:
    command = " ".join(server_command("127.0.0.1", 8000, 2)[1:])
    assert f"/.venv/bin/python {command} --with-worker\n" in OPERATIONS.read_text(encoding="utf-8")


def sample_of_an_event() -> str:
    page = EVENT_FILE.read_text(encoding="utf-8")
    return max(re.findall(r"```toml\n(.*?)```", page, re.DOTALL), key=len)


def test_the_sample_of_an_event_file_can_be_imported() -> None:
    file = read_event_file(sample_of_an_event())
    assert file.days
    assert file.ticket_types
    assert file.stands


def sections_below(section: type[Section]) -> list[type[Section]]:
    return [each for part in section.__subclasses__() for each in (part, *sections_below(part))]


def sample_of_towns() -> str:
    page = EVENT_FILE.read_text(encoding="utf-8")
    return next(
        each for each in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[[town]]" in each
    )


def test_the_sample_of_towns_shows_every_key_and_lacks_nothing() -> None:
    assert set(re.findall(r"^([a-z_]+) =", sample_of_towns(), re.MULTILINE)) == set(
        TownPlan.model_fields
    )
    (town,) = read_town_file(sample_of_towns())
    assert list(missing_in(town.model_dump())) == []


@pytest.mark.parametrize("section", [each for each in sections_below(Section) if each != TownPlan])
def test_the_sample_of_an_event_file_shows_every_key(section: type[Section]) -> None:
    keys = re.findall(r"([a-z_]+) =", sample_of_an_event())
    tables = re.findall(r"^\[\[?(?:[a-z_]+\.)+([a-z_]+)\]", sample_of_an_event(), re.MULTILINE)
    assert set(section.model_fields) <= {*keys, *tables}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_files_name_no_host(lock: Path) -> None:
    assert not HOST.search(lock.read_text(encoding="utf-8"))
