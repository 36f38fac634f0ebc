"""What errors of the database say about its state, in words for logs and terminals."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


class DatabaseUnavailable(SQLAlchemyError):
    """The database takes nothing right now, whoever asks."""


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Say whether an error is the database's state (locked, full, cut off), not the request's."""
    if isinstance(error, (DatabaseUnavailable, PoolTimeout)):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        # The upper bits say more about it.
        return code & 0xFF in _SQLITE_TROUBLE
    trouble = (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction)
    return error.connection_invalidated or isinstance(error.orig, trouble)


def database_words(error: SQLAlchemyError) -> str:
    """Say in one line what the database refused, without the statement and its values."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    return lines[0] if lines else type(error).__name__
