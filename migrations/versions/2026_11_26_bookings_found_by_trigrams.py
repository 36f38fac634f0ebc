"""Bookings are found by any part of a name: an index of trigrams, kept by triggers.

`booking_search` holds the folded text of each booking, two spaces before each word, so that the
beginning of a word is a trigram, too. SQLite finds in it by FTS5, PostgreSQL by pg_trgm. Where
pg_trgm is missing or may not be set up, PostgreSQL reads the texts one after the other; `flask
doctor` says so. Lists of bookings and letters get indexes in their order.

Revision: trigrams
After: checkpoints
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "trigrams"
down_revision = "checkpoints"
branch_labels = None
depends_on = None

TEXT = (
    "CASE {row}.search_text WHEN '' THEN '' ELSE '  ' || replace({row}.search_text, ' ', '  ') END"
)
COLUMNS = "booking_id, event_id, words"
INSERTED = f"""
    INSERT INTO booking_search ({COLUMNS})
    VALUES (NEW.id, NEW.event_id, {TEXT.format(row="NEW")});"""  # noqa: S608  # of names above
CHANGED = f"""
    UPDATE booking_search SET words = {TEXT.format(row="NEW")}, event_id = NEW.event_id
    WHERE booking_id = NEW.id;"""  # noqa: S608  # of names above
FORGET = """
    INSERT INTO booking_trigram (booking_trigram, rowid, words)
    VALUES ('delete', OLD.number, OLD.words);"""
LEARN = "INSERT INTO booking_trigram (rowid, words) VALUES (NEW.number, NEW.words);"

# By name: the table, what happens to it, and what follows.
TRIGGERS = {
    "booking_found": ("booking", "INSERT", INSERTED),
    "booking_found_anew": ("booking", "UPDATE OF search_text, event_id", CHANGED),
}
TRIGGERS_OF_SQLITE = {
    "booking_search_added": ("booking_search", "INSERT", LEARN),
    "booking_search_taken": ("booking_search", "DELETE", FORGET),
    "booking_search_moved": ("booking_search", "UPDATE OF words", FORGET + LEARN),
}


def create_triggers() -> None:
    """Create the triggers; what stands already stays. For migrations that make `booking` anew."""
    if op.get_bind().dialect.name == "sqlite":
        for name, (table, event, body) in (TRIGGERS | TRIGGERS_OF_SQLITE).items():
            op.execute(
                f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {body} END"
            )
        return
    for name, (table, event, body) in TRIGGERS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def create_trigrams() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE booking_trigram USING fts5(words, tokenize='trigram', "
            "content='booking_search', content_rowid='number')"
        )
        op.execute("INSERT INTO booking_trigram (booking_trigram) VALUES ('rebuild')")
    elif has_pg_trgm():
        op.execute(
            "CREATE INDEX ix_booking_search_words ON booking_search USING gin (words gin_trgm_ops)"
        )


def has_pg_trgm() -> bool:
    """Set pg_trgm up if the server has it, and if we may."""
    connection = op.get_bind()
    known = "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
    if connection.scalar(sa.text(known)) is None:
        return False
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except DBAPIError:
        return False
    return True


def make_indexes() -> None:
    """Sort bookings as they are listed; count and list letters by what is in an index."""
    op.drop_index("ix_booking_event_id_created_at", "booking")
    newest = ["event_id", "created_at", "id"]
    op.create_index("ix_booking_event_id_created_at_id", "booking", newest)
    op.create_index("ix_booking_cancelled", "booking", newest, **where("cancelled_at IS NOT NULL"))
    op.drop_index("ix_letter_event_id", "letter")
    op.create_index("ix_letter_event_id_id", "letter", ["event_id", "id"])
    op.create_index("ix_letter_event_id_state_id", "letter", ["event_id", "state", "id"])
    op.create_index("ix_letter_state_id", "letter", ["state", "id"])
    troubled = ["state", "event_id"]
    op.create_index("ix_letter_troubled", "letter", troubled, **where("last_error IS NOT NULL"))
    by_hand = where("action IN ('override', 'undo', 'walk_in')")
    op.create_index("ix_scan_by_hand", "scan", ["scanned_at", "id"], **by_hand)


def where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def take_indexes_back() -> None:
    op.drop_index("ix_scan_by_hand", "scan")
    for name in ("troubled", "state_id", "event_id_state_id", "event_id_id"):
        op.drop_index(f"ix_letter_{name}", "letter")
    op.create_index("ix_letter_event_id", "letter", ["event_id"])
    for name in ("ix_booking_cancelled", "ix_booking_event_id_created_at_id"):
        op.drop_index(name, "booking")
    op.create_index("ix_booking_event_id_created_at", "booking", ["event_id", "created_at"])


def upgrade() -> None:
    make_indexes()
    op.create_table(
        "booking_search",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_booking_search")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_booking_search_booking_id")),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_booking_search_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_booking_search_event_id_event")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_booking_search_event_id", "booking_search", ["event_id"])
    op.execute(
        f"INSERT INTO booking_search ({COLUMNS}) "  # noqa: S608  # of names above
        f"SELECT b.id, b.event_id, {TEXT.format(row='b')} FROM booking b ORDER BY created_at, id"
    )
    create_trigrams()
    create_triggers()


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP FUNCTION {name}() CASCADE")
    if sqlite:
        op.execute("DROP TABLE booking_trigram")
    # The extension stays: something else may have come to use it.
    op.drop_table("booking_search")
    take_indexes_back()
