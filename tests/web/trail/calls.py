"""Which functions of the product reach which others, read from their code."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import ortenaudigital

ROOT = Path(ortenaudigital.__file__).parent
Name = tuple[str, str]
# What stores, changes or deletes rows, wherever it is called.
_STORES = {"insert_row", "insert_rows", "insert_if_absent", "insert", "update", "delete"}
_SQL = re.compile(r"^\s*(UPDATE [a-z_]+\s+SET|INSERT INTO|DELETE FROM)\b", re.MULTILINE)
# What other libraries are told, and how statements are sent.
_WITHOUT_ROWS = ("ortenaudigital.adapters", "ortenaudigital.kernel.db.driver")
_SESSION = {"add", "add_all", "delete", "merge", "execute_many"}


@dataclass
class Function:
    """What one function names, and whether it writes to the database by itself."""

    names: set[Name] = field(default_factory=set)
    writes: bool = False


@dataclass
class Module:
    """The functions of a module, and where the names come from that it imports."""

    name: str
    tree: ast.Module
    imports: dict[str, Name] = field(default_factory=dict)


def _modules() -> Iterator[Module]:
    for file in sorted(ROOT.rglob("*.py")):
        parts = file.relative_to(ROOT.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        module = Module(name, ast.parse(file.read_text()))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for each in node.names:
                    module.imports[each.asname or each.name] = (node.module, each.name)
        yield module


@cache
def graph() -> dict[Name, Function]:
    """Return all functions and classes by module and name; methods belong to their class."""
    modules = {each.name: each for each in _modules()}
    found: dict[Name, Function] = {}
    for module in modules.values():
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[module.name, node.name] = _read(node, module, modules)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for each in targets:
                    if isinstance(each, ast.Name):
                        found[module.name, each.id] = _read(node, module, modules)
    return found


def _read(node: ast.AST, module: Module, modules: dict[str, Module]) -> Function:
    found = Function()
    has_rows = not module.name.startswith(_WITHOUT_ROWS)
    named = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            named.add(each.id)
        elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            holder = module.imports.get(each.value.id)
            if holder and f"{holder[0]}.{holder[1]}" in modules:
                found.names.add(_origin((f"{holder[0]}.{holder[1]}", each.attr), modules))
        found.writes |= has_rows and _writes(each)
    found.names |= {_origin((module.name, each), modules) for each in named}
    found.writes |= bool(_STORES & named & set(module.imports))
    return found


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and node.attr in _SESSION:
        return ast.unparse(node.value) == "db.session"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(_SQL.search(node.value))
    # A column of a row that is given another value.
    targets = node.targets if isinstance(node, ast.Assign) else []
    single = [each for target in targets for each in getattr(target, "elts", [target])]
    return any(
        isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id not in ("self", "fault")
        for each in single
    )


def _origin(name: Name, modules: dict[str, Module]) -> Name:
    """Follow a name through what modules import to where it is defined."""
    for _ in range(8):
        module = modules.get(name[0])
        if module is None or name[1] not in module.imports:
            return name
        name = module.imports[name[1]]
    return name


def reached(starts: Iterable[Name]) -> set[Name]:
    """Return all that functions reach, themselves among it."""
    known, waiting = set(), list(starts)
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            waiting += graph()[name].names if name in graph() else []
    return known


def writing(starts: Iterable[Name]) -> bool:
    """Say whether functions write to the database, by themselves or by what they reach."""
    return any(graph()[each].writes for each in reached(starts) if each in graph())
