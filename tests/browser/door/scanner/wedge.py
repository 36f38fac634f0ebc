"""A hand scanner that types real keys, on a device with a keyboard layout of its own."""

import time

from playwright.sync_api import CDPSession, Page

# What an American scanner types where the layout of the device differs: sign → key that arrives.
GERMAN = {
    ":": "Ö",
    "/": "-",
    "-": "ß",
    "y": "z",
    "z": "y",
    "Y": "Z",
    "Z": "Y",
    "_": "?",
    "#": "§",
    "=": "´",
}
AMERICAN: dict[str, str] = {}
SIGNS = {
    ":": ("Semicolon", True),
    "/": ("Slash", False),
    "-": ("Minus", False),
    "_": ("Minus", True),
    ".": ("Period", False),
    "#": ("Digit3", True),
    ";": ("Semicolon", False),
    " ": ("Space", False),
    "=": ("Equal", False),
}
ENDS = {"Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, "")}
SHIFT = 8
APART_SECONDS = 0.5


def _key(sign: str) -> tuple[str, bool]:
    if sign.isdigit():
        return f"Digit{sign}", False
    if sign.isalpha():
        return f"Key{sign.upper()}", sign.isupper()
    return SIGNS[sign]


class Wedge:
    """Types codes into whatever has the focus, so many milliseconds a key.

    That is what the keys say themselves: no test waits for it, and a busy machine changes nothing.
    """

    # When the last key of all came, by its own word: the next scan begins after it.
    _ended = 0.0

    def __init__(self, page: Page, layout: dict[str, str] | None = None, pause: int = 12) -> None:
        self._page = page
        self._keys: CDPSession = page.context.new_cdp_session(page)
        self._layout = AMERICAN if layout is None else layout
        self._pause = pause
        self._at = 0.0

    def _strike(
        self, key: str, code: str, *, text: str, shift: bool = False, number: int = 0
    ) -> None:
        event = {"key": key, "code": code, "modifiers": SHIFT if shift else 0}
        event["timestamp"] = self._at = self._at + self._pause / 1000
        if number:
            event["windowsVirtualKeyCode"] = number
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self._keys.send("Input.dispatchKeyEvent", {**event, **down})
        self._keys.send("Input.dispatchKeyEvent", {**event, "type": "keyUp"})

    def scan(self, text: str, end: str | None = "Enter") -> None:
        """Type a code, and what the scanner ends it with."""
        self._at = max(time.time(), Wedge._ended + APART_SECONDS)
        self._page.evaluate("testPhone.typing = true")
        for sign in text:
            code, shift = _key(sign)
            key = self._layout.get(sign, sign)
            self._strike(key, code, text=key, shift=shift)
        if end:
            key, number, sign = ENDS[end]
            self._strike(key, key, text=sign, number=number)
        Wedge._ended = self._at
        self._page.evaluate("testPhone.typing = false")
