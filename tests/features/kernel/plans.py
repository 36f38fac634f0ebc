"""How a database finds something, whatever it knows of its tables at that moment."""

from typing import Any

import sqlalchemy as sa

from ortenaudigital.kernel.db import db

_DROP_OTHERS = sa.text(
    """
    SELECT CASE
        WHEN made_for.conname IS NULL THEN format('DROP INDEX %s', other.indexrelid::regclass)
        ELSE format(
            'ALTER TABLE %s DROP CONSTRAINT %I CASCADE', other.indrelid::regclass, made_for.conname
        )
    END
    FROM pg_index AS meant
    JOIN pg_index AS other USING (indrelid)
    LEFT JOIN pg_constraint AS made_for
        ON made_for.conindid = other.indexrelid AND made_for.contype <> 'f'
    WHERE meant.indexrelid = CAST(:index AS regclass) AND other.indexrelid <> meant.indexrelid
    """
)
# Read from end to end, or sorted, is only what this index cannot serve.
_WAYS = ("seqscan", "bitmapscan", "sort", "incremental_sort")


def plan_of(query: sa.Select[Any], index: str) -> str:
    """Say line by line how a database finds what is meant to be found by this index.

    Among the few rows of a test all indexes cost PostgreSQL the same, and which one it takes hangs
    on whether the table was analysed, empty or full, and on how many dead rows tests before left in
    it. So until the rollback no other index of the table is there: that this one serves is sure.
    Which one is taken among many rows, only many rows can say.
    """
    db.session.rollback()
    dialect = db.engine.dialect
    explain = "EXPLAIN QUERY PLAN"
    if dialect.name == "postgresql":
        explain = "EXPLAIN"
        for drop in db.session.scalars(_DROP_OTHERS, {"index": index}).all():
            db.session.execute(sa.text(drop))
        for way in _WAYS:
            db.session.execute(sa.text(f"SET LOCAL enable_{way} = off"))
    words = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    # The driver takes what is written once for a place of a value.
    rows = db.session.connection().exec_driver_sql(f"{explain} {words}").all()
    db.session.rollback()
    return "\n".join(row[-1] for row in rows)
