"""A hand scanner that types real keys, on a device with a keyboard layout of its own."""

import time
from collections.abc import Callable

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


def _key(sign: str) -> tuple[str, bool]:
    if sign.isdigit():
        return f"Digit{sign}", False
    if sign.isalpha():
        return f"Key{sign.upper()}", sign.isupper()
    return SIGNS[sign]


class Wedge:
    """Types codes into whatever has the focus, so many milliseconds a key."""

    def __init__(self, page: Page, layout: dict[str, str] | None = None, pause: int = 12) -> None:
        self._page = page
        self._keys: CDPSession = page.context.new_cdp_session(page)
        self._wait: Callable[[float], None] = page.wait_for_timeout
        self._layout = AMERICAN if layout is None else layout
        self._pause = pause
        self._at = 0.0

    def _strike(
        self, key: str, code: str, *, text: str, shift: bool = False, number: int = 0
    ) -> None:
        event = {"key": key, "code": code, "modifiers": SHIFT if shift else 0}
        # A scanner keeps its rhythm, however busy the machine of the tests is.
        event["timestamp"] = self._at = self._at + self._pause / 1000
        if number:
            event["windowsVirtualKeyCode"] = number
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self._keys.send("Input.dispatchKeyEvent", {**event, **down})
        self._keys.send("Input.dispatchKeyEvent", {**event, "type": "keyUp"})
        if self._pause:
            self._wait(self._pause)

    def scan(self, text: str, end: str | None = "Enter") -> None:
        """Type a code, and what the scanner ends it with."""
        self._at = time.time()
        self._page.evaluate("testPhone.typing = true")
        for sign in text:
            code, shift = _key(sign)
            key = self._layout.get(sign, sign)
            self._strike(key, code, text=key, shift=shift)
        if end:
            key, number, sign = ENDS[end]
            self._strike(key, key, text=sign, number=number)
        self._page.evaluate("testPhone.typing = false")
