"""Templates are compiled once, and anew when they or their settings change."""

import sys
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment

from ortenaudigital.web.shared.answers.compiled import init_compiled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    write(tmp_path, "first")
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "page.html").write_text(text)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the names of templates that are compiled."""
    names: list[str] = []
    compile_one = Environment._compile

    def note(env: Environment, source: str, filename: str) -> object:
        names.append(Path(filename).name)
        return compile_one(env, source, filename)

    monkeypatch.setattr(Environment, "_compile", note)
    return names


def show(folder: Path, *, trim_blocks: bool = False) -> str:
    app = Flask("tests", template_folder=str(folder))
    app.jinja_env.trim_blocks = trim_blocks
    init_compiled(app, folder / "kept")
    return app.jinja_env.get_template("page.html").render()


def test_a_second_start_compiles_nothing(folder: Path, compiled: list[str]) -> None:
    assert [show(folder), show(folder)] == ["first", "first"]
    assert compiled == ["page.html"]


def test_what_was_changed_is_compiled_anew(folder: Path, compiled: list[str]) -> None:
    show(folder)
    write(folder, "second")
    assert show(folder) == "second"
    assert compiled == ["page.html", "page.html"]


def test_other_settings_have_a_place_of_their_own(folder: Path) -> None:
    write(folder, "{% if true %}\nfirst{% endif %}")
    assert show(folder) == "\nfirst"
    assert show(folder, trim_blocks=True) == "first"


def test_who_may_not_write_compiles_at_each_start(folder: Path, compiled: list[str]) -> None:
    (folder / "kept").write_text("a file where the folder would be")
    assert [show(folder), show(folder)] == ["first", "first"]
    assert compiled == ["page.html", "page.html"]


def test_python_is_obeyed(
    folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    show(folder)
    assert not (folder / "kept").exists()
