"""The rules of the inventory on plain values."""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A stand whose size nobody has fixed is drawn, and reckoned with, as one table.
USUAL_WIDTH_CM, USUAL_DEPTH_CM = 200, 100


def to_cm(metres: float) -> int:
    """Return whole centimetres."""
    return round(metres * 100)


def to_metres(cm: int) -> float:
    """Return metres, exact to the centimetre."""
    return cm / 100


def outline_text(corners: list[list[float]]) -> str:
    """Write the corners of an area, in metres, as they are stored: `0,0 1200,0 1200,800`."""
    return " ".join(f"{to_cm(x)},{to_cm(y)}" for x, y in corners)


def outline_corners(text: str) -> list[list[float]]:
    """Read the corners of an area as metres."""
    pairs = (pair.split(",") for pair in text.split())
    return [[to_metres(int(x)), to_metres(int(y))] for x, y in pairs]


def next_labels(first: str, number: int, taken: Collection[str]) -> list[str]:
    """Return so many names from the first on, each one further: A9, A10, A11; no taken one.

    A name without a number at its end gets one: Insel, Insel 2, Insel 3.
    """
    found = re.fullmatch(r"(.*?)(\d+)", first)
    labels: list[str] = []
    if found is None:
        stem, start, digits = f"{first} ", 1, 1
    else:
        stem, start, digits = found[1], int(found[2]), len(found[2])
    for count in itertools.count(start):
        label = f"{stem}{count:0{digits}}"
        if found is None and count == 1:
            label = first
        if label not in taken:
            labels.append(label)
        if len(labels) == number:
            return labels
    return labels


def label_range(labels: Sequence[str]) -> str:
    """Say many names in short: `A1–A12`, or the first of them and how many more."""
    if len(labels) <= 1:
        return "".join(labels)
    return f"{labels[0]}–{labels[-1]}"


class Direction(StrEnum):
    """Which way a row goes on from its first stand."""

    RIGHT = "right"
    LEFT = "left"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True)
class Box:
    """What a stand covers: its left upper corner and its sides, in centimetres."""

    x: int
    y: int
    width: int
    depth: int

    def overlaps(self, other: "Box") -> bool:
        """Say whether two cover the same ground; sides that touch do not."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.depth
            and other.y < self.y + self.depth
        )

    def within(self, width: int, depth: int) -> bool:
        """Say whether it is inside an area that large."""
        return (
            self.x >= 0
            and self.y >= 0
            and self.x + self.width <= width
            and self.y + self.depth <= depth
        )


def sides(width_cm: int, depth_cm: int, turned: int) -> tuple[int, int]:
    """Return how far a stand goes to the right and down, as it is turned."""
    width, depth = width_cm or USUAL_WIDTH_CM, depth_cm or USUAL_DEPTH_CM
    return (depth, width) if turned in (90, 270) else (width, depth)


def row_corners(first: Box, number: int, gap: int, direction: Direction) -> list[tuple[int, int]]:
    """Return the left upper corners of a row of stands with a gap between each two."""
    across, down = {
        Direction.RIGHT: (first.width + gap, 0),
        Direction.LEFT: (-first.width - gap, 0),
        Direction.DOWN: (0, first.depth + gap),
        Direction.UP: (0, -first.depth - gap),
    }[direction]
    return [(first.x + across * count, first.y + down * count) for count in range(number)]


def pitch_times(
    starts: datetime, ends: datetime, length: timedelta, pause: timedelta
) -> list[tuple[datetime, datetime]]:
    """Divide a window into pitches of a length with a break after each; none is cut short."""
    times = []
    while length > timedelta() and starts + length <= ends:
        times.append((starts, starts + length))
        starts += length + pause
    return times
