"""Columns that hold one word of a few: the database refuses any other."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Enum

# Longer than any word, so that a new one does not change the column.
LENGTH = 20


def choice(words: type[StrEnum], name: str) -> Enum:
    """Return the type of a column that holds a word of an enum; `name` is that of its CHECK."""
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=LENGTH,
        values_callable=lambda enum: [word.value for word in enum],
    )


def choice_of_words(words: Iterable[str], name: str) -> Enum:
    """Return the type of a column whose words come from more than one enum; they stay plain."""
    return Enum(
        *(str(word) for word in words),
        name=name,
        native_enum=False,
        create_constraint=True,
        length=LENGTH,
    )
