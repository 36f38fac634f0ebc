"""Towns from and to files, and what imprint and privacy notice lack."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.cli.files import faults_of, say_notes
from ortenaudigital.events.sections.toml.towns import (
    TownPlan,
    read_town_bytes,
    store_town,
    write_town_file,
)
from ortenaudigital.events.town_faults import list_town_faults
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.towns.models import Town
from ortenaudigital.towns.queries import find_town, list_towns

ACTOR = "command line"
# The history says only that these changed.
ABOUT_PEOPLE = (
    *("address", "representative", "email", "phone", "supervisory_body"),
    *("data_protection_officer", "data_protection_email", "data_protection_phone"),
    "data_protection_authority",
)

town = click.Group("town", help="Towns: who stands in imprint, privacy notice and letters.")


@town.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_file(file: Path) -> None:
    """Add or change the towns in FILE; others stay. With any fault in it, nothing is stored."""
    with faults_of(file):
        plans, notes = read_town_bytes(file.read_bytes())
        stored = _store(plans)
    say_notes(file, notes)
    for slug, is_new in stored:
        click.echo(f"{slug}: {'added' if is_new else 'stored'}")


def _store(plans: Sequence[TownPlan]) -> list[tuple[str, bool]]:
    stored = []
    with transaction():
        for plan in plans:
            known = find_town(plan.slug)
            was = _values(known) if known else {}
            kept, is_new = store_town(plan)
            details = from_to(was, _values(kept), only_named=ABOUT_PEOPLE)
            record("towns.imported", f"town:{kept.id}", ACTOR, utc_now(), **details)
            stored.append((kept.slug, is_new))
    return stored


def _values(known: Town) -> dict[str, Any]:
    names = [column.name for column in Town.__table__.columns if column.name != "id"]
    return {name: getattr(known, name) for name in names}


@town.command("list")
@with_appcontext
def list_all() -> None:
    """List the towns, and which of them runs these pages."""
    for each in list_towns():
        click.echo(f"{each.slug:<24}{each.name}{' (operator)' if each.is_operator else ''}")


@town.command("export")
@with_appcontext
def export() -> None:
    """Print all towns as a file that imports to the same."""
    click.echo(write_town_file(list_towns()), nl=False)


@town.command("check")
@with_appcontext
def check() -> None:
    """Say what imprint and privacy notice leave out, because it is not known."""
    faults = list_town_faults(utc_now(), samples=current_app.config["MODE"] == "production")
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.ClickException(
            f"{len(faults)} to add: `town export` or `event export`, fill in, import"
        )
    click.echo("imprint and privacy notice are complete")
