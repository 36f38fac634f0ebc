"""Reports as servers write them: which say that a letter did not arrive, which one, and why."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ortenaudigital.outbox.bounces.rules import read_bounce

SAMPLES = Path(__file__).parents[2] / "vectors" / "bounces"
OURS = "<179585.84.11@tickets.example.org>"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("postfix", "550 5.1.1 <erika@example.net>: Recipient address rejected"),
        ("exchange", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
        ("gmail", "5.1.2 550-5.1.1 The email account"),
        ("exim", "550 Unrouteable address"),
        ("qmail", "Sorry, no mailbox here by that name. (#5.1.1)"),
        ("gmx_full", "5.2.2 552 Requested mail action aborted"),
        ("sendmail_gave_up", "4.4.7"),
    ],
)
def test_a_letter_that_came_back_is_known_with_its_reason(name: str, reason: str) -> None:
    bounce = read_bounce(sample(name))

    assert bounce is not None
    assert OURS in bounce.message_ids
    assert bounce.reason.startswith(reason)


@pytest.mark.parametrize("name", ["postfix_delayed", "out_of_office", "answer_of_a_guest"])
def test_what_is_only_late_or_an_answer_says_nothing(name: str) -> None:
    assert read_bounce(sample(name)) is None


def test_every_sample_is_tried() -> None:
    assert len(list(SAMPLES.glob("*.eml"))) == 10


@example(name="postfix", at=1367, junk=b"\xfc\xd2\x82U\xa2\xc0\xb8")
@given(
    name=st.sampled_from(["postfix", "gmail", "qmail"]),
    at=st.integers(0, 2000),
    junk=st.binary(max_size=40),
)
def test_whatever_comes_in_is_read_without_falling_over(name: str, at: int, junk: bytes) -> None:
    data = sample(name)
    read_bounce(data[:at] + junk + data[at:])
    read_bounce(data[:at])
    read_bounce(junk)
