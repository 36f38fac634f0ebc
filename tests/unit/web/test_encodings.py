"""What an Accept-Encoding header takes."""

import gzip

import brotli
import pytest

from ortenaudigital.web.shared.answers.encodings import ENCODINGS, accepted, pack


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("gzip, deflate, br, zstd", "br, gzip"),
        ("gzip", "gzip"),
        ("GZIP;q=1.0", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("br;q=0.2, gzip;q=0.8", "gzip, br"),
        ("*", "br, gzip"),
        ("gzip, *;q=0", "gzip"),
        ("gzip;q=0, *;q=0.1", "br"),
        ("identity", ""),
        ("identity;q=0.5, gzip;q=0.4, br;q=0.6", "br"),
        ("*;q=0", ""),
        ("deflate, zstd", ""),
        ("xgzip, brand", ""),
        ("gzip;q=much", ""),
        (",;=;q=,", ""),
        ("", ""),
    ],
)
def test_only_what_is_taken_is_left(header: str, names: str) -> None:
    assert accepted(header) == names


def test_packing_is_lossless_and_holds_no_time() -> None:
    data = b"Ortenau " * 1000
    packed = {name: pack(data, name) for name in ENCODINGS}
    assert brotli.decompress(packed["br"]) == gzip.decompress(packed["gzip"]) == data
    assert packed == {name: pack(data, name) for name in ENCODINGS}
