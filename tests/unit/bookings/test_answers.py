"""Which answers hold: pure, from top to bottom, whatever was sent."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.bookings.questions.rules import (
    Fault,
    Question,
    is_asked,
    read_questions,
    settle,
)


def asked(key: str, kind: str = "line", **more: Any) -> dict[str, Any]:
    if kind in ("choice", "choices"):
        more.setdefault("options", [{"key": each, "de": each.upper()} for each in ("a", "b", "c")])
    return {"key": key, "de": f"{key}?", "kind": kind, **more}


def if_(question: str, *answers: str) -> dict[str, Any]:
    return {"only_if": {"question": question, "answers": list(answers)}}


@pytest.mark.parametrize(
    ("question", "sent", "holds"),
    [
        (asked("q"), ["  Achern \n am  Rhein "], ("Achern am Rhein",)),
        (asked("q", "lines"), [" a\n b "], ("a\n b",)),
        (asked("q"), ["   "], None),
        (asked("q"), [], None),
        (asked("q", required=True), [" "], Fault.MISSING),
        (asked("q", required=True), [], Fault.MISSING),
        (asked("q", max_length=3), ["abc"], ("abc",)),
        (asked("q", max_length=3), ["abcd"], Fault.TOO_LONG),
        (asked("q"), ["x" * 201], Fault.TOO_LONG),
        (asked("q", "lines"), ["x" * 1001], Fault.TOO_LONG),
        (asked("q"), ["a", "b"], Fault.SEVERAL),
        (asked("q", "choice"), ["a"], ("a",)),
        (asked("q", "choice"), ["a", "a"], ("a",)),
        (asked("q", "choice"), ["a", "b"], Fault.SEVERAL),
        (asked("q", "choice"), ["A"], Fault.UNKNOWN),
        (asked("q", "choice", required=True), [""], Fault.MISSING),
        (asked("q", "choices"), ["c", "a", "", "c"], ("c", "a")),
        (asked("q", "choices"), ["a", "z"], Fault.UNKNOWN),
        (asked("q", "choices", required=True), [], Fault.MISSING),
        (asked("q", "yes_no"), ["yes"], ("yes",)),
        (asked("q", "yes_no"), ["ja"], Fault.UNKNOWN),
        (asked("q", "yes_no"), ["yes", "no"], Fault.SEVERAL),
    ],
)
def test_an_answer_holds_or_has_a_fault(
    question: Mapping[str, Any], sent: list[str], holds: object
) -> None:
    settled = settle(read_questions([question]), {"q": sent})
    if isinstance(holds, Fault):
        assert (settled.answers, settled.faults) == ({}, {"q": holds})
    else:
        assert (settled.answers, settled.faults) == ({"q": holds} if holds else {}, {})


def test_what_is_not_asked_is_neither_kept_nor_missed() -> None:
    questions = read_questions(
        [
            asked("car", "yes_no"),
            asked("plate", required=True, **if_("car", "yes")),
            asked("kinds", "choices"),
            asked("why", required=True, **if_("kinds", "a", "b")),
        ]
    )
    forged = {"plate": ["OG-AB 1"], "why": ["so"], "other": ["x"], "kinds": ["c"], "car": ["no"]}
    assert settle(questions, forged).answers == {"car": ("no",), "kinds": ("c",)}
    settled = settle(questions, {"car": ["yes"], "kinds": ["c", "b"]})
    assert settled.faults == {"plate": Fault.MISSING, "why": Fault.MISSING}


def test_what_depends_on_what_is_not_asked_is_not_asked_either() -> None:
    chain = read_questions(
        [
            asked("one", "yes_no"),
            asked("two", "yes_no", **if_("one", "yes")),
            asked("three", required=True, **if_("two", "yes")),
        ]
    )
    assert settle(chain, {"one": ["no"], "two": ["yes"], "three": ["x"]}).answers == {
        "one": ("no",)
    }
    # A faulty answer is none either: what depends on it is asked once it is mended.
    assert settle(chain, {"one": ["perhaps"], "two": ["yes"]}).faults == {"one": Fault.UNKNOWN}


CHOSEN = st.sampled_from(["choice", "choices", "yes_no"])
ANSWERS = st.sampled_from(["a", "b", "c", "yes", "no", "z", ""])


@st.composite
def questionnaires(draw: st.DrawFn) -> tuple[Question, ...]:
    """Draw questions, each of which may depend on one above it."""
    stored: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.one_of(CHOSEN, st.sampled_from(["line", "lines"])))
        more = {"required": draw(st.booleans())}
        above = [each for each in stored if each["kind"] not in ("line", "lines")]
        if above and draw(st.booleans()):
            source = draw(st.sampled_from(above))
            known = ["yes", "no"] if source["kind"] == "yes_no" else ["a", "b", "c"]
            wanted = draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
            more |= if_(source["key"], *wanted)
        stored.append(asked(f"q{number}", kind, **more))
    return read_questions(stored)


SENT = st.dictionaries(
    st.sampled_from([f"q{number}" for number in range(7)]), st.lists(ANSWERS, max_size=3)
)


@given(questionnaires(), SENT)
def test_whatever_is_sent_only_what_is_asked_holds(
    questions: tuple[Question, ...], sent: dict[str, list[str]]
) -> None:
    settled = settle(questions, sent)
    by_key = {each.key: each for each in questions}
    for key, answer in settled.answers.items():
        assert is_asked(by_key[key], settled.answers)
        assert answer
        assert set(answer) <= set(by_key[key].known) or not by_key[key].known
    for question in questions:
        if question.required and is_asked(question, settled.answers):
            assert question.key in settled.answers or question.key in settled.faults
    assert not set(settled.answers) & set(settled.faults)
    for key in settled.faults:
        assert is_asked(by_key[key], settled.answers)


@given(questionnaires(), SENT)
def test_what_holds_is_settled_alike_when_it_is_sent_again(
    questions: tuple[Question, ...], sent: dict[str, list[str]]
) -> None:
    once = settle(questions, sent)
    again = settle(questions, once.answers)
    assert again.answers == once.answers
    assert set(again.faults.values()) <= {Fault.MISSING}
