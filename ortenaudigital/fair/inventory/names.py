"""What is written into a stand on the plan: its label, and whose it is, as large as fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from ortenaudigital.fair.inventory.rules import Box

# In centimetres of the plan, like all measures here.
_LARGEST_LABEL, _SMALLEST_LABEL = 75, 30
_LARGEST, _SMALLEST = 38, 26
_EDGE = 14
# How wide a letter is, and how high a line, of the size of the letters.
_LABEL_LETTER, _LETTER, _LINE = 0.62, 0.54, 1.1
# From where its middle is down to the line on which a letter stands.
_TO_LINE = 0.36
# Of a name fewer letters say nothing.
_FEWEST_LETTERS = 5


@dataclass(frozen=True)
class Line:
    """Some words, and on which height they stand."""

    y: int
    words: str


@dataclass(frozen=True)
class Written:
    """A label and the lines of a name, with the size of their letters; none where none fit."""

    label: Line
    label_size: int
    lines: Sequence[Line]
    size: int


def write(label: str, name: str, box: Box) -> Written:
    """Fit a label and a name into a stand: in whole words, as long as a word fits into a line."""
    fitting = min(box.width / (_LABEL_LETTER * max(len(label), 2)), box.depth * 0.7, _LARGEST_LABEL)
    size, words = _lines(name, box)
    if not words:
        large = max(round(fitting), _SMALLEST_LABEL)
        middle = round(box.y + box.depth / 2 + _TO_LINE * large)
        return Written(Line(middle, label), large, (), size)
    high = size * _LINE
    left = box.depth - 2 * _EDGE - high * len(words)
    large = max(round(min(fitting, left)), _SMALLEST_LABEL)
    first = box.y + _EDGE + 2 * _TO_LINE * large
    lines = [Line(round(first + high * number), each) for number, each in enumerate(words, 1)]
    return Written(Line(round(first), label), large, lines, size)


def _lines(name: str, box: Box) -> tuple[int, list[str]]:
    longest = max(map(len, name.split()), default=1)
    size = int(max(min(box.width / (_LETTER * longest), _LARGEST), _SMALLEST))
    letters = int(box.width / (_LETTER * size))
    most = int((box.depth - 2 * _EDGE - _SMALLEST_LABEL) / (size * _LINE))
    if letters < _FEWEST_LETTERS:
        return size, []
    return size, wrap(name, letters, break_on_hyphens=True)[: max(most, 0)]
