"""Entries of the history are never changed: who did it stands in a table of its own.

Revision: entries_are_kept
After: entries_know_their_event
"""

import sqlalchemy as sa
from alembic import op

revision = "entries_are_kept"
down_revision = "closing_of_events"
branch_labels = None
depends_on = None

ROLES = (
    *("holder", "companion", "exhibitor", "invited", "visitor", "stranger"),
    *("worker", "command line", "demo", "organiser", "device"),
)
# Where the event of a subject that is an id of its own stands.
EVENTS = {
    "booking": "SELECT event_id FROM booking x WHERE {}",
    "exhibitor": "SELECT event_id FROM exhibitor x WHERE {}",
    "wait_list_entry": "SELECT t.event_id FROM wait_list_entry x"
    " JOIN ticket_type t ON t.id = x.ticket_type_id WHERE {}",
}
REFUSAL = "entries of the history are never changed or deleted"


def upgrade() -> None:
    op.execute("ALTER TABLE audit_entry RENAME COLUMN actor TO done_as")
    op.create_table(
        "audit_actor",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name="fk_audit_actor_entry_id_audit_entry"
        ),
        sa.PrimaryKeyConstraint("entry_id", name="pk_audit_actor"),
    )
    op.create_index("ix_audit_actor_name_entry_id", "audit_actor", ["name", "entry_id"])
    move_names()
    find_events()
    create_triggers()


def move_names() -> None:
    known = ", ".join(f"'{role}'" for role in ROLES)
    op.execute(
        "INSERT INTO audit_actor (entry_id, name)"  # noqa: S608  # of the words above
        f" SELECT id, done_as FROM audit_entry WHERE done_as NOT IN ({known}, '')"
    )
    op.execute(
        "UPDATE audit_entry SET done_as = CASE WHEN done_as LIKE '%@%' OR done_as LIKE 'user:%'"  # noqa: S608
        f" THEN 'organiser' ELSE 'device' END WHERE done_as NOT IN ({known})"
    )


def find_events() -> None:
    for kind, of_event in (
        ("event", "SELECT id FROM event WHERE id = {}"),
        ("device", "SELECT event_id FROM device WHERE id = {}"),
    ):
        number = f"CAST(substr(audit_entry.subject, {len(kind) + 2}) AS INTEGER)"
        op.execute(
            f"UPDATE audit_entry SET event_id = ({of_event.format(number)})"  # noqa: S608
            f" WHERE subject LIKE '{kind}:%'"
        )
    own_id = (
        "x.id = replace(audit_entry.subject, '-', '')"
        if op.get_bind().dialect.name == "sqlite"
        else "x.id = CAST(audit_entry.subject AS uuid)"
    )
    for of_event in EVENTS.values():
        op.execute(
            f"UPDATE audit_entry SET event_id = ({of_event.format(own_id)})"  # noqa: S608
            " WHERE event_id IS NULL AND length(subject) = 36 AND subject LIKE '%-%-%-%-%'"
        )


def create_triggers() -> None:
    """Have the database refuse; SQLite would also put a new row in the place of an old one."""
    if op.get_bind().dialect.name == "sqlite":
        for name, moment in (
            ("update", "UPDATE ON audit_entry"),
            ("delete", "DELETE ON audit_entry"),
            (
                "replace",
                "INSERT ON audit_entry WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)",
            ),
        ):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{name} BEFORE {moment}"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
        " END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_kept()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER audit_entry_no_{name}")
    else:
        op.execute("DROP TRIGGER audit_entry_kept ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_kept")
    op.execute(
        "UPDATE audit_entry SET done_as ="
        " (SELECT name FROM audit_actor WHERE entry_id = audit_entry.id)"
        " WHERE id IN (SELECT entry_id FROM audit_actor)"
    )
    op.drop_table("audit_actor")
    op.execute("ALTER TABLE audit_entry RENAME COLUMN done_as TO actor")
