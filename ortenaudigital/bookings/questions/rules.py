"""Which questions are asked, and which answers hold, on plain values.

An answer is a tuple of texts, whatever the kind: what was written, or the keys of what was chosen.
Nothing answered is an empty one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ortenaudigital.events.sections.questions.kinds import (
    LONGEST,
    NO,
    OF_OPTIONS,
    YES,
    QuestionKind,
)

Given = tuple[str, ...]
LANGUAGES = ("de", "en", "fr")


class Fault(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    # Neither an option of this question, nor one of it any more.
    UNKNOWN = "unknown"
    SEVERAL = "several"


@dataclass(frozen=True)
class Condition:
    """Asked only if the question with this key has one of these answers."""

    question: str
    answers: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One question; texts by language. `options`: their titles by key, for choices only.

    `longest`: how many characters the answer may have, for texts only.
    """

    key: str
    kind: QuestionKind
    title: Mapping[str, str]
    required: bool
    help: Mapping[str, str]
    longest: int
    options: Mapping[str, Mapping[str, str]]
    condition: Condition | None

    @property
    def known(self) -> Sequence[str]:
        """Return the answers that can be chosen; none for a text."""
        return (YES, NO) if self.kind is QuestionKind.YES_NO else tuple(self.options)


@dataclass(frozen=True)
class Settled:
    """The answers that hold, by the key of their question, and what is wrong with others."""

    answers: Mapping[str, Given]
    faults: Mapping[str, Fault]


def read_questions(stored: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Read the questions of a ticket type as its table holds them."""
    return tuple(_read(each) for each in stored)


def _read(stored: Mapping[str, Any]) -> Question:
    kind = QuestionKind(stored.get("kind", QuestionKind.LINE))
    condition = stored.get("only_if")
    options = stored.get("options", ()) if kind in OF_OPTIONS else ()
    return Question(
        key=stored["key"],
        kind=kind,
        title=_texts(stored),
        required=stored.get("required", False),
        help=stored.get("help") or {},
        longest=stored.get("max_length") or LONGEST.get(kind, 0),
        options={each["key"]: _texts(each) for each in options},
        condition=Condition(condition["question"], frozenset(condition["answers"]))
        if condition
        else None,
    )


def _texts(stored: Mapping[str, Any]) -> dict[str, str]:
    return {language: stored[language] for language in LANGUAGES if stored.get(language)}


def is_asked(question: Question, answers: Mapping[str, Given]) -> bool:
    """Say whether a question is asked, given the answers that hold to those above it."""
    condition = question.condition
    return condition is None or bool(condition.answers & set(answers.get(condition.question, ())))


def settle(questions: Sequence[Question], given: Mapping[str, Sequence[str]]) -> Settled:
    """Decide which of the answers hold, from top to bottom.

    What was answered to a question that is not asked, or does not exist, is left out, and counts as
    no answer for those that depend on it.
    """
    answers: dict[str, Given] = {}
    faults: dict[str, Fault] = {}
    for question in questions:
        if not is_asked(question, answers):
            continue
        answer = _cleaned(question, given.get(question.key, ()))
        fault = _fault(question, answer)
        if fault is not None:
            faults[question.key] = fault
        elif answer:
            answers[question.key] = answer
    return Settled(answers, faults)


def _cleaned(question: Question, given: Sequence[str]) -> Given:
    if question.kind is QuestionKind.LINE:
        texts = [" ".join(text.split()) for text in given]
    else:
        texts = [text.strip() for text in given]
    return tuple(dict.fromkeys(text for text in texts if text))


def _fault(question: Question, answer: Given) -> Fault | None:
    if not answer:
        return Fault.MISSING if question.required else None
    if len(answer) > 1 and question.kind is not QuestionKind.CHOICES:
        return Fault.SEVERAL
    if question.kind in LONGEST:
        return Fault.TOO_LONG if len(answer[0]) > question.longest else None
    return None if set(answer) <= set(question.known) else Fault.UNKNOWN
