"""What is in a table, whatever file it becomes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

# Moments are naive, as the clock on the wall showed them: no spreadsheet knows zones.
Cell = str | int | date | datetime | None


@dataclass(frozen=True)
class Column:
    """One column: its title, ready to be shown, and how a row gives its value."""

    title: str
    value: Callable[[Any], Cell]


class Rows(Protocol):
    """Rows that are counted and read one after another; a list is such, so is `WholeList`."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __iter__(self) -> Iterator[Any]:
        """Yield one after another."""


@dataclass(frozen=True)
class Table:
    """A table: its name for files, its columns, its rows."""

    name: str
    columns: Sequence[Column]
    rows: Rows

    def titles(self) -> list[str]:
        """Return the first line."""
        return [column.title for column in self.columns]

    def lines(self) -> Iterator[list[Cell]]:
        """Yield the values of each row."""
        for row in self.rows:
            yield [column.value(row) for column in self.columns]
