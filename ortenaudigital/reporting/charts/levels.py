"""The numbers beside a chart, and places in percent."""

ROUND_TOPS = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20)


def levels_to(most: int) -> list[int]:
    """Return the numbers beside the chart: nought, a half and a round top that nothing exceeds."""
    if most <= 1:
        return [0, 1]
    power = 1
    while most > 20 * power:
        power *= 10
    tops = (digit * power for digit in ROUND_TOPS if digit * power % 2 == 0)
    top = next(top for top in tops if most <= top)
    return [0, top // 2, top]


def percent(part: float, whole: float) -> float:
    """Return a part in percent of the whole, as exact as a screen needs it."""
    return round(100 * part / whole, 2)
