"""By what rows are looked up, where a database would choose another way."""

from typing import Any

from sqlalchemy import ColumnElement, Select, any_, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

from ortenaudigital.kernel.db import db


class _Unindexed(FunctionElement[Any]):
    inherit_cache = True

    def __init__(self, column: InstrumentedAttribute[Any]) -> None:
        super().__init__(column)
        self.type = column.type


def unindexed(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Ask for a column of rows that another index finds.

    SQLite knows little of how many rows a value has, and would take the index of types for the
    tickets of one booking. PostgreSQL counts, and plans by what it knows of the column.
    """
    return _Unindexed(column)


@compiles(_Unindexed)
def _plainly(element: _Unindexed, compiler: Any, **kwargs: Any) -> str:
    return str(compiler.process(element.clauses, **kwargs))


@compiles(_Unindexed, "sqlite")
def _by_no_index(element: _Unindexed, compiler: Any, **kwargs: Any) -> str:
    return f"+{compiler.process(element.clauses, **kwargs)}"


def each_of(column: InstrumentedAttribute[Any], few: Select[Any]) -> ColumnElement[bool]:
    """Say that a column is one of some values, each of which is looked up by an index.

    PostgreSQL, which often expects many more than there are, would read all rows to compare them.
    """
    if db.engine.dialect.name == "sqlite":
        return column.in_(few)
    return column == any_(func.array(few.scalar_subquery()))
