"""Whose fault a refusal is, by the words that mail servers use in the wild."""

import pytest

from ortenaudigital.adapters.mailer.refusals import Stage, holds_all

OURS = [
    (Stage.MAIL, 550, "5.7.1 Sender address rejected: not owned by user"),
    (Stage.MAIL, 452, "4.3.1 Insufficient system storage"),
    (Stage.MAIL, 451, "try later"),
    (Stage.MAIL, 550, "5.1.0 sender mailbox does not exist"),
    (Stage.RCPT, 554, "5.7.1 <x@y.org>: Relay access denied"),
    (Stage.RCPT, 550, "5.7.1 Unable to relay"),
    (Stage.RCPT, 550, "relaying denied"),
    (Stage.RCPT, 530, "5.7.0 Authentication required"),
    (Stage.RCPT, 504, "5.5.2 <shop>: Helo command rejected: need fully-qualified hostname"),
    (Stage.RCPT, 554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen"),
    (Stage.RCPT, 550, "5.1.8 Sender address rejected: Domain not found"),
    (Stage.RCPT, 451, "4.3.0 Temporary lookup failure"),
    (Stage.END, 554, "5.7.0 The limit on the number of outgoing messages was exceeded"),
    (Stage.END, 450, "4.7.1 Rate limit reached"),
    (Stage.DATA, 503, "5.5.1 bad sequence of commands"),
]
THE_LETTERS = [
    (Stage.MAIL, 552, "5.3.4 Message size exceeds fixed limit"),
    (Stage.RCPT, 550, "5.1.1 <x@y.org>: Recipient address rejected: User unknown"),
    (Stage.RCPT, 550, "No such user here"),
    (Stage.RCPT, 501, "5.1.3 Bad recipient address syntax"),
    (Stage.RCPT, 552, "5.2.2 mailbox over quota"),
    (Stage.RCPT, 452, "mailbox full, quota exceeded"),
    (Stage.RCPT, 451, "4.7.1 Greylisted, try again in 300 seconds"),
    (Stage.RCPT, 550, "5.4.1 Recipient address rejected: Access denied"),
    (Stage.RCPT, 550, "5.7.1 rejected by corporate policy"),
    (Stage.RCPT, 450, "4.1.2 Domain not found"),
    (Stage.END, 552, "message size limit exceeded"),
    (Stage.END, 550, "5.6.0 message has lines too long for transport"),
    (Stage.END, 554, "5.7.1 Message rejected as spam by content filtering"),
]


@pytest.mark.parametrize(("stage", "code", "said"), OURS)
def test_what_is_our_servers_fault_holds_all(stage: Stage, code: int, said: str) -> None:
    assert holds_all(stage, code, said)


@pytest.mark.parametrize(("stage", "code", "said"), THE_LETTERS)
def test_what_is_a_letters_fault_holds_no_other(stage: Stage, code: int, said: str) -> None:
    assert not holds_all(stage, code, said)


@pytest.mark.parametrize("code", [421, 454, 504, 535, 550, 554])
def test_before_any_letter_was_named_all_is_ours(code: int) -> None:
    assert holds_all(Stage.CONNECT, code, "5.1.1 whatever")
