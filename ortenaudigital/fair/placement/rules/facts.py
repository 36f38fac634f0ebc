"""What the placing of a fair is decided upon, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class StandFacts:
    """A stand, or a stage of pitches. Lengths are in centimetres, 0 if nobody said; power in watts.

    `days` are the ids of the days on which it is there. `place` is its corner on the plan of its
    area and how much room it takes there: x, y, width, depth; None if it was not drawn.
    """

    id: int
    label: str
    days: frozenset[int]
    position: int = 0
    area: int | None = None
    circuit: int | None = None
    width_cm: int = 0
    depth_cm: int = 0
    power_w: int = 0
    network: bool = False
    accessible: bool = False
    place: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class ExhibitorFacts:
    """Who wants a stand, and what they need of it; in the units of StandFacts.

    `days` are the ids of the days they asked for. `apart` names groups and exhibitors, folded, that
    they must not stand beside.
    """

    id: UUID
    name: str
    days: frozenset[int]
    accepted: bool = True
    # Whether they are on the wait list.
    waits: bool = False
    width_cm: int = 0
    depth_cm: int = 0
    power_w: int = 0
    network: bool = False
    accessible: bool = False
    pitch: bool = False
    wish: str = ""
    group: str = ""
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Limit:
    """How many watts, and how many connections to the network, a circuit or an area bears a day.

    None: nobody set a limit.
    """

    name: str
    power_w: int | None = None
    network: int | None = None


@dataclass(frozen=True)
class Holding:
    """Whose a slot is; `until` is when it comes free by itself, None if it does not."""

    exhibitor: UUID
    until: datetime | None = None


@dataclass(frozen=True)
class Fair:
    """All that a placing is decided upon: stands, exhibitors, limits, and whose each slot is.

    `held` has a stand and a day for its key, and only holdings that have not run out.
    """

    stands: Mapping[int, StandFacts]
    exhibitors: Mapping[UUID, ExhibitorFacts]
    areas: Mapping[int, Limit] = field(default_factory=dict)
    circuits: Mapping[int, Limit] = field(default_factory=dict)
    held: Mapping[tuple[int, int], Holding] = field(default_factory=dict)

    def holder(self, stand: int, day: int) -> ExhibitorFacts | None:
        """Return who has a stand on a day."""
        holding = self.held.get((stand, day))
        return self.exhibitors.get(holding.exhibitor) if holding else None

    def without(self, slots: Iterable[tuple[int, int]]) -> "Fair":
        """Return the fair as it is once these slots are free."""
        gone = set(slots)
        held = {slot: holding for slot, holding in self.held.items() if slot not in gone}
        return Fair(self.stands, self.exhibitors, self.areas, self.circuits, held)

    def having(self, slots: Mapping[tuple[int, int], Holding]) -> "Fair":
        """Return the fair as it is once these slots are given."""
        held = {**self.held, **slots}
        return Fair(self.stands, self.exhibitors, self.areas, self.circuits, held)
