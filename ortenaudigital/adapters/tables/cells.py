"""What may stand in a cell. This is the only place that makes cells harmless."""

import re

# A spreadsheet takes a text that begins so for a formula, and would run what a guest typed.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Signs that spreadsheets show, though Python does not: spaces of all widths, and what joins the
# parts of a sign, as in families of emojis and in Persian names.
JOINERS = "\u200c\u200d"
# Excel counts in units of UTF-16, and takes a file with a longer cell for damaged.
LONGEST, CUT = 32_767, "…"
_LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


def printable(text: str) -> str:
    """Return a text without what no spreadsheet shows; lines and tabs may stand within a cell."""
    text = _LINE_END.sub("\n", text)
    if text.isprintable():
        return text
    return "".join(char for char in text if _is_shown(char))


def _is_shown(char: str) -> bool:
    return char.isprintable() or char in "\n\t" or char in JOINERS or _is_space(char)


def _is_space(char: str) -> bool:
    # Those beyond these end lines or fields.
    return char.isspace() and char > "\x9f"


def unformulated(text: str) -> str:
    """Return a text for a file in which nothing tells texts from formulas."""
    text = printable(text)
    dangerous = text.lstrip().startswith(FORMULA) or text.lstrip(" ").startswith(FORMULA)
    return f"'{text}" if dangerous else text


def of_length(text: str) -> str:
    """Return a text that fits into a cell of Excel; whoever reads it sees that more was there."""
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST:
        return text
    # Half a sign at the end is no sign.
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + CUT
