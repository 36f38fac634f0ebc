"""Nothing grows until nobody reads it: the bounds of CONTRIBUTING.md for files and functions."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest

ROOT = Path(__file__).parents[3]
LONGEST_FUNCTION = 50
MOST_PARAMETERS = 5


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def lines_of(node: ast.FunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def ninth_tenth(numbers: list[int]) -> float:
    return quantiles(numbers, n=10)[-1]


@pytest.mark.parametrize("package", ["ortenaudigital", "tests"])
def test_no_function_is_longer_than_a_screen(package: str) -> None:
    found = {(str(p), f.name): lines_of(f) for p in sources(package) for f in functions(p)}
    assert len(found) > 1000
    assert {name: n for name, n in found.items() if n > LONGEST_FUNCTION} == {}
    assert ninth_tenth(list(found.values())) <= 25


@pytest.mark.parametrize("package", ["ortenaudigital", "tests"])
def test_nine_of_ten_files_have_two_hundred_lines_at_most(package: str) -> None:
    assert ninth_tenth([len(p.read_text("utf-8").splitlines()) for p in sources(package)]) <= 200


def test_no_function_takes_more_than_five_parameters() -> None:
    long = [
        (path.name, node.name)
        for path in sources("ortenaudigital")
        for node in functions(path)
        if len(node.args.args) + len(node.args.kwonlyargs) - _is_method(node) > MOST_PARAMETERS
    ]
    assert long == []


def _is_method(node: ast.FunctionDef) -> bool:
    return bool(node.args.args) and node.args.args[0].arg in ("self", "cls")
