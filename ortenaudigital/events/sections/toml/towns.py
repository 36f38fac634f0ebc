"""What is known about a town, and the file that several of them stand in."""

from collections.abc import Sequence

from ortenaudigital.events.sections.toml.reading import Faults, read_text, read_toml, write_toml
from ortenaudigital.events.sections.values import (
    Address,
    Line,
    OptionalLine,
    OptionalLongLine,
    Section,
    ShortLine,
    Slug,
    WebAddress,
)
from ortenaudigital.kernel.db import db
from ortenaudigital.towns.commands import hand_over
from ortenaudigital.towns.models import Town
from ortenaudigital.towns.queries import find_town


class TownPlan(Section):
    """One section `[[town]]`. What is left out is left out of imprint and privacy notice too."""

    slug: Slug
    name: Line
    short_name: ShortLine
    operator: bool = False
    address: OptionalLongLine = ""
    representative: OptionalLine = ""
    email: Address = ""
    phone: OptionalLine = ""
    website: WebAddress = ""
    supervisory_body: OptionalLongLine = ""
    vat_id: OptionalLine = ""
    data_protection_officer: OptionalLongLine = ""
    data_protection_email: Address = ""
    data_protection_phone: OptionalLine = ""
    data_protection_authority: OptionalLongLine = ""


# What file and table call alike.
_FIELDS = sorted(set(TownPlan.model_fields) - {"slug", "operator"})


def read_town_bytes(data: bytes) -> tuple[tuple[TownPlan, ...], list[str]]:
    """Read a file of towns as an editor saved it; return it with what its author should look at.

    Raises EventFileError with every fault and its place.
    """
    text, notes = read_text(data)
    return read_town_file(text), notes


def read_town_file(text: str) -> tuple[TownPlan, ...]:
    """Read a file of towns. Raises EventFileError with every fault and its place."""
    raw, faults = read_toml(text), Faults()
    towns = faults.check_all(raw, "town", TownPlan)
    faults.check_names(raw, {"town"})
    slugs = [town.slug for town in towns]
    faults += [f"town: {slug} stands here twice" for slug in set(slugs) if slugs.count(slug) > 1]
    if sum(town.operator for town in towns) > 1:
        faults.append("town: operator is true more than once; one town runs these pages")
    if not towns and not faults:
        faults.append("town: there is none in this file")
    if faults:
        raise faults.refuse()
    return towns


def write_town_file(towns: Sequence[Town]) -> str:
    """Write a file of towns that reads as the same again."""
    return write_toml({"town": [read_town(town) for town in towns]})


def read_town(town: Town) -> TownPlan:
    """Return a town as it is stored. Nothing is checked."""
    values = {field: getattr(town, field) for field in _FIELDS}
    return TownPlan.model_construct(slug=town.slug, operator=town.is_operator, **values)


def store_town(plan: TownPlan) -> tuple[Town, bool]:
    """Make a town say what its section says; return it, and whether it is new.

    Who runs these pages goes on doing so until another town does.
    """
    town = find_town(plan.slug)
    is_new = town is None
    if town is None:
        town = Town(slug=plan.slug, is_operator=False)
        db.session.add(town)
    for field in _FIELDS:
        setattr(town, field, getattr(plan, field))
    db.session.flush()
    if plan.operator and not town.is_operator:
        hand_over(town)
    return town, is_new
