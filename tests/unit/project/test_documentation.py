"""What is written stays true: settings, commands, links, pictures, the sample of an event file."""

import re
from collections import Counter
from contextlib import suppress
from io import StringIO
from pathlib import Path

import click
import pytest
from dotenv import dotenv_values

from ortenaudigital.demo.processes import server_command
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.sections.toml.towns import TownPlan, read_town_file
from ortenaudigital.events.sections.values import Section
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.config import ConfigError, read_config
from ortenaudigital.serve import serve
from ortenaudigital.towns.rules import missing_in
from tests.conftest import make_config

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LOCKS = sorted([*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"])
SAMPLE = ROOT / ".env.example"
OPERATIONS = ROOT / "docs" / "operations.md"
EVENT_FILE = ROOT / "docs" / "veranstaltung.md"
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))
SETTING = re.compile(r"^(#?)([A-Z][A-Z_]*)=(.*)$", re.MULTILINE)
REFERENCE = re.compile(r'\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"\s]+)"')
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
    tables = re.findall(r"^\[\[?(?:event|day)\.([a-z]+)\]", sample_of_an_event(), re.MULTILINE)
    assert set(section.model_fields) <= {*keys, *tables}


def headings(page: Path) -> list[str]:
    """Return the headings of a page, without comments in its samples of code."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    return re.findall(r"^#+ .+$", text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_heading_stands_twice_in_a_part_of_a_page(page: Path) -> None:
    part, seen = "", []
    for heading in headings(page):
        part = heading if heading.startswith("## ") else part
        seen.append((part, heading))
    assert [each for each, number in Counter(seen).items() if number > 1] == []


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings have where it is shown."""
    return {
        re.sub(r"[^\w\- ]", "", each.lstrip("# ").lower()).replace(" ", "-")
        for each in headings(page)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for pair in REFERENCE.findall(page.read_text(encoding="utf-8")):
        reference = pair[0] or pair[1]
        if re.match(r"https?://|mailto:", reference):
            continue
        name, _, anchor = reference.partition("#")
        target = (page.parent / name) if name else page
        assert target.resolve().is_relative_to(ROOT), reference
        assert target.exists(), reference
        assert not anchor or anchor in anchors(target), reference


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if commands := re.findall(r"flask --app wsgi ([a-z]+)(?: ([a-z]+)\b)?", text):
        app = create_app(make_config(f"sqlite:///{tmp_path}/unused.sqlite3", tmp_path))
        # wsgi.py adds it to those of the app.
        app.cli.add_command(serve)
    for name, part in commands:
        command = app.cli.commands[name]
        assert not isinstance(command, click.Group) or part in command.commands, f"{name} {part}"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_files_name_no_host(lock: Path) -> None:
    assert not HOST.search(lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_is_one_page_that_says_why_and_what_follows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.name[:4]}. "), "the number in the heading is that of the file"
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 60, "one page"


def test_decisions_have_each_a_number_and_a_line_in_the_architecture() -> None:
    numbers = [page.name[:4] for page in DECISIONS]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    listed = re.findall(
        r"^- \[(\d{4})\]\(decisions/(.+?)\) (.+)$",
        (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert sorted(listed) == [
        (page.name[:4], page.name, page.read_text(encoding="utf-8").split("\n")[0][8:])
        for page in DECISIONS
    ]


ROOMS = [
    ROOT / each
    for each in (
        ".",
        "ortenaudigital",
        "ortenaudigital/checkin",
        "static/src/js",
        "static/src/js/door",
        "templates",
        "tests",
        "docs",
    )
]
NAMED = re.compile(r"`([a-z_]+(?:/[a-z_]+)+(?:\.[a-z_]+)?|[a-z_]+(?:\.[a-z_]+){2,})/?(?:\(…\))?`")


def is_in_the_tree(name: str) -> bool:
    """Say whether there is a file, folder or module of this name, or a module that defines it."""
    path = name if "/" in name else name.replace(".", "/")
    if any((room / f"{path}{ending}").exists() for room in ROOMS for ending in ("", ".py", ".js")):
        return True
    module, _, part = path.replace(".", "/").rpartition("/")
    files = [room / f"{module}.py" for room in ROOMS]
    return any(
        re.search(rf"^ *(?:def|class) {part}\b|^{part}\b", file.read_text(encoding="utf-8"), re.M)
        for file in files
        if file.exists()
    )


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_what_is_named_is_in_the_tree(page: str) -> None:
    named = NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not is_in_the_tree(name)] == []
