"""Say more of what was just written down, in the same transaction and without asking for its id.

Who did it, and the words that it is found by.
"""

from typing import Any

from sqlalchemy import Integer, bindparam, insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ortenaudigital.audit.models import Actor, EntryWords
from ortenaudigital.kernel.db import connection
from ortenaudigital.kernel.db.driver import Prepared, driver_of


class _NewestId(FunctionElement[int]):
    """The id of the entry that this connection wrote last; what others write is not seen."""

    type = Integer()
    inherit_cache = True


@compiles(_NewestId, "sqlite")
def _of_sqlite(*_: Any, **__: Any) -> str:
    return "last_insert_rowid()"


@compiles(_NewestId, "postgresql")
def _of_postgresql(*_: Any, **__: Any) -> str:
    return "currval(pg_get_serial_sequence('audit_entry', 'id'))"


_NAME = Prepared(insert(Actor).values(entry_id=_NewestId(), name=bindparam("name")).inline())
_WORDS = Prepared(
    insert(EntryWords).values(entry_id=_NewestId(), words=bindparam("words")).inline()
)


def name_actor(name: str) -> None:
    """Keep by name who did what the newest entry says, until it is to be forgotten."""
    driver_of(connection()).run(_NAME, {"name": name})


def keep_words(words: str) -> None:
    """Keep by which words the newest entry is found."""
    driver_of(connection()).run(_WORDS, {"words": words})
