"""Codes of authenticator apps, by the vectors of RFC 6238."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from ortenaudigital.adapters.one_time_codes import code_at, find_step, step_at

# RFC 6238, appendix B: the secret in ASCII, and the last six of its eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
NOW = datetime(2027, 6, 1, 12, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(SECRET, step_at(datetime.fromtimestamp(seconds, UTC))) == code


def test_a_secret_without_its_padding_is_the_same() -> None:
    secret = base64.b32encode(b"0123456789abcdef").decode()
    assert code_at(secret.rstrip("="), 1) == code_at(secret, 1)


@pytest.mark.parametrize(
    ("late", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_phone_may_be_one_step_off(late: int, is_taken: bool) -> None:
    step = step_at(NOW)
    found = find_step(SECRET, code_at(SECRET, step), NOW + timedelta(seconds=late))
    assert found == (step if is_taken else None)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "ſſſſſſ", "١٢٣٤٥٦", "000000 "])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert find_step(SECRET, typed, NOW) is None


def test_codes_are_taken_as_apps_show_them() -> None:
    code = code_at(SECRET, step_at(NOW))
    assert find_step(SECRET, f" {code[:3]} {code[3:]}\n", NOW) == step_at(NOW)
