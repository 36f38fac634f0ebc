"""For whom a day is, in languages: what was there is German.

Revision: for_whom_a_day_is
After: letters_by_kind_and_day
"""

import sqlalchemy as sa
from alembic import op

revision = "for_whom_a_day_is"
down_revision = "letters_by_kind_and_day"
branch_labels = None
depends_on = None

TEXTS = sa.table("day", sa.column("id"), sa.column("audience", sa.JSON()), sa.column("was"))
LINES = sa.table("day", sa.column("id"), sa.column("audience"), sa.column("was", sa.JSON()))


def upgrade() -> None:
    op.execute("ALTER TABLE day RENAME COLUMN audience TO was")
    op.add_column("day", sa.Column("audience", sa.JSON(), nullable=False, server_default="{}"))
    database = op.get_bind()
    for row in database.execute(sa.select(TEXTS.c.id, TEXTS.c.was).where(TEXTS.c.was != "")).all():
        of_day = sa.update(TEXTS).where(TEXTS.c.id == row.id)
        database.execute(of_day.values(audience={"de": row.was}))
    op.drop_column("day", "was")


def downgrade() -> None:
    op.execute("ALTER TABLE day RENAME COLUMN audience TO was")
    op.add_column("day", sa.Column("audience", sa.String(), nullable=False, server_default=""))
    database = op.get_bind()
    for row in database.execute(sa.select(LINES.c.id, LINES.c.was)).all():
        of_day = sa.update(LINES).where(LINES.c.id == row.id)
        database.execute(of_day.values(audience=row.was.get("de", "")))
    op.drop_column("day", "was")
