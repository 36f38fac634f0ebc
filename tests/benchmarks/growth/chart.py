"""Line charts as SVG: told apart by dashes and words, so that black and white is enough."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 460, 430
LEFT, RIGHT, TOP, BOTTOM = 52, 150, 40, 46
GAP = 13
DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 5", "12 4", "1 4", "8 2 2 2 2 2")
STYLE = """
  .ground { fill: #fff }
  text { font: 12px system-ui, sans-serif; fill: #111 }
  .head { font-weight: bold }
  .curve { fill: none; stroke: #111; stroke-width: 1.6 }
  .dot { fill: #111 }
  .grid { stroke: #ccc }
  .leader { stroke: #888; stroke-width: 0.8 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #111 } text { fill: #eee } .grid { stroke: #444 }
    .curve { stroke: #eee } .dot { fill: #eee }
  }
"""


@dataclass(frozen=True)
class Line:
    """One line: pairs of a size and what it costs, both more than nought."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """One of the charts that stand side by side and share their axes."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Scale:
    """Puts powers of ten at equal distances between two places."""

    least: float
    most: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        share = math.log(value / self.least) / math.log(self.most / self.least)
        return round(self.begin + share * (self.end - self.begin), 1)


def draw(title: str, description: str, panels: Sequence[Panel]) -> str:
    """Draw panels side by side; costs upwards and sizes to the right, both by powers of ten."""
    points = [point for panel in panels for line in panel.lines for point in line.points]
    sizes, costs = [x for x, _ in points], [y for _, y in points]
    x = Scale(min(sizes), max(sizes), LEFT, WIDTH - RIGHT)
    lowest = 10 ** math.floor(math.log10(min(costs)))
    highest = 10 ** math.ceil(math.log10(max(costs)))
    y = Scale(lowest, highest, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<g transform="translate({number * WIDTH} 0)">{_panel(panel, x, y)}</g>'
        for number, panel in enumerate(panels)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(panels)} {HEIGHT}"'
        ' role="img" aria-labelledby="title desc">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(description)}</desc>\n'
        f'<style>{STYLE}</style>\n<rect class="ground" width="100%" height="100%"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _panel(panel: Panel, x: Scale, y: Scale) -> str:
    parts = [f'<text class="head" x="{LEFT}" y="18">{escape(panel.title)}</text>']
    parts += _grid(x, y)
    names = names_apart([y(line.points[-1][1]) for line in panel.lines])
    for line, dash, beside in zip(panel.lines, DASHES, names, strict=False):
        parts += _curve(line, dash, [(x(a), y(b)) for a, b in line.points], beside)
    return "\n".join(parts)


def _grid(x: Scale, y: Scale) -> list[str]:
    parts = []
    for power in _powers(y.least, y.most):
        at = y(power)
        parts.append(f'<line class="grid" x1="{x.begin}" y1="{at}" x2="{x.end}" y2="{at}"/>')
        parts.append(f'<text x="{x.begin - 6}" y="{at + 4}" text-anchor="end">{power:g} ms</text>')
    for power in _powers(x.least, x.most):
        at = x(power)
        parts.append(f'<line class="grid" x1="{at}" y1="{y.end}" x2="{at}" y2="{y.begin}"/>')
        parts.append(f'<text x="{at}" y="{y.begin + 18}" text-anchor="middle">{power:,.0f}</text>')
    middle = (x.begin + x.end) / 2
    parts.append(f'<text x="{middle}" y="{y.begin + 36}" text-anchor="middle">tickets</text>')
    return parts


def _powers(least: float, most: float) -> list[float]:
    first, last = math.ceil(math.log10(least) - 1e-9), math.floor(math.log10(most) + 1e-9)
    return [10.0**power for power in range(first, last + 1)]


def _curve(
    line: Line, dash: str, places: Sequence[tuple[float, float]], beside: float
) -> list[str]:
    path = " ".join(f"{a},{b}" for a, b in places)
    a, b = places[-1]
    return [
        f'<polyline class="curve" stroke-dasharray="{dash}" points="{path}"/>',
        *(f'<circle class="dot" cx="{a}" cy="{b}" r="2.5"/>' for a, b in places),
        f'<line class="leader" x1="{a + 4}" y1="{b}" x2="{a + 14}" y2="{beside}"/>',
        f'<text x="{a + 17}" y="{beside + 4}">{escape(line.name)}</text>',
    ]


def names_apart(wanted: Sequence[float]) -> list[float]:
    """Move the names of lines so that none covers another, in their order from top to bottom."""
    placed = [0.0] * len(wanted)
    last = -math.inf
    for number in sorted(range(len(wanted)), key=lambda each: wanted[each]):
        last = placed[number] = max(wanted[number], last + GAP)
    # What was pushed below the bottom goes up again, with whoever stands above it.
    below = max(0.0, last - (HEIGHT - BOTTOM))
    return [place - below for place in placed]
