"""Browsers in words: enough to know one's own, too little to tell people apart."""

import pytest

from ortenaudigital.accounts.rules import device_of

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (f"{CHROME} Safari/537.36", "Chrome, Linux"),
        (f"{CHROME} Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16; SM-S931B) Firefox/140.0", "Firefox, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_two_words(said: str, device: str) -> None:
    assert device_of(said) == device
