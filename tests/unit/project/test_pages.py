"""Pages of the documentation stay true: links, pictures, commands, decisions, names of modules."""

import re
from collections import Counter
from pathlib import Path

import click
import pytest

from ortenaudigital.factory import create_app
from ortenaudigital.serve import serve
from tests.conftest import make_config

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))
REFERENCE = re.compile(r'\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"\s]+)"')


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
