"""Where a request comes from: what browsers say, case by case."""

import pytest

from ortenaudigital.web.shared.access.cross_site import Sender, is_own, own_origins

OURS = own_origins("https://tickets.example.org", "tickets.example.org")


def sender(
    site: str | None = None,
    origin: str | None = None,
    has_session: bool = True,
    bears_token: bool = False,
) -> Sender:
    return Sender(site, origin, has_session, bears_token)


@pytest.mark.parametrize(
    ("who", "own"),
    [
        # Browsers of today say it in one word, and it counts alone.
        (sender("same-origin"), True),
        (sender("none"), True),
        (sender("same-site"), False),
        (sender("cross-site"), False),
        (sender(""), False),
        (sender("SAME-ORIGIN"), False),
        (sender("same-origin, cross-site"), False),
        (sender("cross-site", "https://tickets.example.org"), False),
        (sender("cross-site", has_session=False), False),
        (sender("same-site", has_session=False), False),
        (sender("same-origin", "null"), True),
        # Safari before 16.4, and every browser on plain http.
        (sender(origin="https://tickets.example.org"), True),
        (sender(origin="https://TICKETS.example.org"), True),
        (sender(origin="http://tickets.example.org"), False),
        (sender(origin="https://tickets.example.org:8443"), False),
        (sender(origin="https://tickets.example.org.evil.example"), False),
        (sender(origin="https://www.tickets.example.org"), False),
        (sender(origin="https://evil.example"), False),
        (sender(origin="https://evil.example", has_session=False), False),
        (sender(origin="null"), False),
        (sender(origin="null", has_session=False), False),
        (sender(origin=""), False),
        # Neither: old browsers and programs, which are welcome where there is no login to borrow.
        (sender(has_session=False), True),
        (sender(has_session=True), False),
        # The phones of the door: nobody but themselves can add their token.
        (sender(bears_token=True), True),
        (sender("cross-site", "null", bears_token=True), True),
    ],
)
def test_a_request_is_own_or_foreign(who: Sender, own: bool) -> None:
    assert is_own(who, OURS) is own


@pytest.mark.parametrize(
    ("base", "host", "origin", "own"),
    [
        # A proxy in front may ask by another name than the visitor.
        ("https://tickets.example.org/", "127.0.0.1:8000", "https://tickets.example.org", True),
        ("https://tickets.example.org", "www.example.org", "https://www.example.org", True),
        ("https://tickets.example.org", "www.example.org", "http://www.example.org", False),
        ("https://tickets.example.org:443", "x", "https://tickets.example.org", True),
        ("https://tickets.example.org:8443", "x", "https://tickets.example.org:8443", True),
        ("https://tickets.example.org:8443", "x", "https://tickets.example.org", False),
        # Browsers write umlauts in ASCII.
        ("https://bühl.example", "x", "https://xn--bhl-hoa.example", True),
        # A demo is reached in ways that nobody has thought of.
        ("http://localhost:8123", "192.168.0.7:8123", "http://192.168.0.7:8123", True),
        ("http://localhost:8123", "a.tunnel.example", "https://a.tunnel.example", True),
        ("http://localhost:8123", "localhost:8123", "http://localhost:8124", False),
        ("http://localhost", "localhost:80", "http://localhost", True),
        ("http://localhost:8123", "[::1]:8123", "http://[::1]:8123", True),
        ("http://[::1]:8123", "x", "http://[::1]:8123", True),
    ],
)
def test_our_origins(base: str, host: str, origin: str, own: bool) -> None:
    assert (origin in own_origins(base, host)) is own
