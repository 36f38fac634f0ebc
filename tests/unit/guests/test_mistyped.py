"""The vectors that hold for the browser's hint hold for the server's remark."""

import json
from pathlib import Path

import pytest

from ortenaudigital.guests.mistyped import COMMON, REAL, likely_address

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "mistyped.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["typed"] or "nothing")
def test_what_was_probably_meant(case: dict[str, str | None]) -> None:
    assert likely_address(case["typed"] or "") == case["meant"]


def test_the_same_domains_are_known() -> None:
    assert list(COMMON) == VECTORS["common"]
    assert sorted(REAL) == VECTORS["real"]


def test_no_common_address_is_asked_about() -> None:
    assert [domain for domain in (*COMMON, *REAL) if likely_address(f"anna@{domain}")] == []
