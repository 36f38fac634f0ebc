"""The rules of the inventory on plain values."""

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
