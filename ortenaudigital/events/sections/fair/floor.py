"""The floor of the fair: areas with their circuits, stands, and stages with their pitches.

Measures are metres in files and forms, and whole centimetres in the tables.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from ortenaudigital.events.sections.values import (
    ClosingTime,
    EventDate,
    OpeningTime,
    OptionalLine,
    Section,
    ShortLine,
)

# Beyond it somebody has written centimetres.
MOST_METRES = 500.0
MOST_WATTS = 1_000_000


class StandKind(StrEnum):
    """What an exhibitor finds at a stand."""

    TABLE = "table"
    ISLAND = "island"
    SHELL = "shell"
    OUTDOOR = "outdoor"


def _to_the_centimetre(value: float) -> float:
    return round(value, 2)


Metres = Annotated[float, Field(ge=0, le=MOST_METRES), AfterValidator(_to_the_centimetre)]
Watts = Annotated[int, Field(ge=0, le=MOST_WATTS)]
OptionalName = Annotated[OptionalLine, Field(max_length=100)]
Turned = Annotated[int, Field(ge=0, le=270, multiple_of=90)]
Corner = Annotated[list[Metres], Field(min_length=2, max_length=2)]


class CircuitPlan(Section):
    """One section `[[area.circuits]]`: what a fuse or a power strip carries."""

    name: ShortLine
    limit_w: Watts


class AreaPlan(Section):
    """One section `[[area]]`: a hall or a yard; without an outline it is a rectangle."""

    name: ShortLine
    width: Metres
    depth: Metres
    outline: Annotated[list[Corner], Field(max_length=200)] = []
    power_limit_w: Watts | None = None
    network_limit: Annotated[int, Field(ge=0, le=10_000)] | None = None
    circuits: Annotated[list[CircuitPlan], Field(max_length=200)] = []


class StandPlan(Section):
    """One section `[[stand]]`; without `days` it is free on all of them.

    A width of 0 says that it is not fixed. `x` and `y` are where its left upper corner is in its
    area.
    """

    label: ShortLine
    kind: Annotated[StandKind, Field(strict=False)] = StandKind.TABLE
    width: Metres = 0.0
    depth: Metres = 0.0
    power_w: Watts = 0
    network: bool = False
    accessible: bool = False
    area: OptionalName = ""
    circuit: OptionalName = ""
    x: Metres | None = None
    y: Metres | None = None
    turned: Turned = 0
    note: OptionalLine = ""
    days: Annotated[list[EventDate], Field(max_length=400)] | None = None


class PitchPlan(Section):
    """One section `[[stage.pitches]]`: a time on a stage; `24:00` is the end of the day."""

    date: EventDate
    starts: OpeningTime
    ends: ClosingTime


class StagePlan(Section):
    """One section `[[stage]]`, where exhibitors speak one after the other."""

    name: ShortLine
    area: OptionalName = ""
    pitches: Annotated[list[PitchPlan], Field(max_length=2000)] = []


@dataclass(frozen=True)
class Floor:
    """All of it together."""

    areas: tuple[AreaPlan, ...] = ()
    stands: tuple[StandPlan, ...] = ()
    stages: tuple[StagePlan, ...] = ()


NO_FLOOR = Floor()
