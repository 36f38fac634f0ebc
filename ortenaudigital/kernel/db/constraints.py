"""The name of a broken constraint, alike on both databases."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from ortenaudigital.kernel.db import Base, db


@contextmanager
def constraint_as(name: str, make_error: Callable[[], Exception]) -> Iterator[None]:
    """Turn the violation of the named constraint into the error of the domain."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if violated_constraint(error) == name:
            raise make_error() from error
        raise


def violated_constraint(error: IntegrityError) -> str | None:
    """Name the constraint that a statement broke, alike on both databases.

    PostgreSQL says the name; SQLite says the columns of a unique rule, the name of a check, and
    what a trigger says that stands for a constraint which SQLite does not know.
    """
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return str(diagnostics.constraint_name) if diagnostics.constraint_name else None
    message = str(error.orig)
    if match := re.search(r"CHECK constraint failed: (\w+)", message):
        return match[1]
    if match := re.search(r"UNIQUE constraint failed: (.+)", message):
        return _unique_name([column.split(".") for column in match[1].split(", ")])
    return message if message.startswith("ex_") else None


def _unique_name(columns: list[list[str]]) -> str | None:
    table: Table = Base.metadata.tables[columns[0][0]]
    names = {name for _, name in columns}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and set(constraint.columns.keys()) == names:
            return str(constraint.name)
    return str(table.primary_key.name)
