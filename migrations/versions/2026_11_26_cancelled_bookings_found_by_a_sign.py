"""Cancelled bookings are found on SQLite by a sign among their words.

Whoever searched among them had each booking looked at that the words found: of a million tickets,
with few cancelled, fifty thousand. The sign is a trigram of its own, so that FTS5 finds only those
that have it. PostgreSQL joins the few that are cancelled with what is found, and needs none.

Revision: cancelled_sign
After: needs_with_consent
"""

import sqlalchemy as sa
from alembic import op

revision = "cancelled_sign"
down_revision = "needs_with_consent"
branch_labels = None
depends_on = None

SIGN = "⊘⊘⊘"
TEXT = "CASE NEW.search_text WHEN '' THEN '' ELSE '  ' || replace(NEW.search_text, ' ', '  ') END"
SIGNED = f"CASE WHEN NEW.cancelled_at IS NULL OR NEW.search_text = '' THEN '' ELSE '  {SIGN}' END"
CHANGES = "search_text, event_id"


def _create_triggers(words: str, changes: str) -> None:
    for name in ("booking_found", "booking_found_anew"):
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
    added = f"""
        INSERT INTO booking_search (booking_id, event_id, words)
        VALUES (NEW.id, NEW.event_id, {words});"""  # noqa: S608  # of texts above
    changed = f"""
        UPDATE booking_search SET words = {words}, event_id = NEW.event_id
        WHERE booking_id = NEW.id;"""  # noqa: S608  # of texts above
    op.execute(f"CREATE TRIGGER booking_found AFTER INSERT ON booking BEGIN {added} END")
    op.execute(
        f"CREATE TRIGGER booking_found_anew AFTER UPDATE OF {changes} ON booking "
        f"BEGIN {changed} END"
    )


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    _create_triggers(f"{TEXT} || {SIGNED}", f"{CHANGES}, cancelled_at")
    signed = sa.text(
        "UPDATE booking_search SET words = words || :sign WHERE words <> '' "
        "AND booking_id IN (SELECT id FROM booking WHERE cancelled_at IS NOT NULL)"
    )
    op.execute(signed.bindparams(sign=f"  {SIGN}"))


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    _create_triggers(TEXT, CHANGES)
    unsigned = sa.text(
        "UPDATE booking_search SET words = replace(words, :sign, '') WHERE words LIKE '%' || :sign"
    )
    op.execute(unsigned.bindparams(sign=f"  {SIGN}"))
