"""Rows as one text of JSON, and lists of values, alike on both databases."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, any_, bindparam, cast, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

# The word with which a statement is compiled for lists of any length.
MANY = "many"


class _Array(FunctionElement[str]):
    """The values of one row."""

    inherit_cache = True


class _Rows(FunctionElement[str]):
    """All rows."""

    inherit_cache = True


class Hex(FunctionElement[str]):
    """Bytes as text."""

    inherit_cache = True


_WORDS = {
    (_Array, "sqlite"): "json_array({})",
    (_Array, "postgresql"): "json_build_array({})",
    (_Rows, "sqlite"): "json_group_array({})",
    (_Rows, "postgresql"): "json_agg({})",
    (Hex, "sqlite"): "hex({})",
    (Hex, "postgresql"): "encode({}, 'hex')",
}


@compiles(_Array)
@compiles(_Rows)
@compiles(Hex)
def _in_dialect(element: FunctionElement[str], compiler: Any, **kwargs: Any) -> str:
    words = _WORDS[type(element), compiler.dialect.name]
    return words.format(compiler.process(element.clauses, **kwargs))


def listed(query: Select[*tuple[Any, ...]]) -> ScalarSelect[str]:
    """Give the rows of a query as one value, a list of lists; on PostgreSQL NULL for none."""
    rows = query.subquery()
    return select(cast(_Rows(_Array(*rows.c)), Text)).scalar_subquery()


class OneOf(FunctionElement[bool]):
    """That a column is one of the values of a list; see `one_of`."""

    inherit_cache = False

    def __init__(self, column: Any, name: str) -> None:
        super().__init__(column)
        self.column, self.list_name = column, name


def one_of(column: Any, name: str) -> ColumnElement[bool]:
    """Say that a column is one of the values of a list, in a statement for `driver.Prepared`."""
    return OneOf(column, name)


@compiles(OneOf)
def _the_one(element: OneOf, compiler: Any, **kwargs: Any) -> str:
    # As the driver is sent it for a list of one, or of none: then it is NULL, and equals nothing.
    value = bindparam(element.list_name, type_=element.column.type)
    return str(compiler.process(element.column == value, **kwargs))


@compiles(OneOf, "postgresql")
def _any_of(element: OneOf, compiler: Any, **kwargs: Any) -> str:
    if not kwargs.get(MANY):
        return _the_one(element, compiler, **kwargs)
    # However many there are, the text is the same, and prepared once.
    values = bindparam(element.list_name, type_=ARRAY(element.column.type))
    return str(compiler.process(element.column == any_(values), **kwargs))


@compiles(OneOf, "sqlite")
def _written_out(element: OneOf, compiler: Any, **kwargs: Any) -> str:
    if not kwargs.get(MANY):
        return _the_one(element, compiler, **kwargs)
    return f"{compiler.process(element.column, **kwargs)} IN (:{element.list_name})"
