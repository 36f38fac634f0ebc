"""What the questions of a ticket type must say together.

A question depends on one that stands above it and has answers to choose from, so that none depends
on itself, be it through others, and a page can be filled in from top to bottom.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.sections.questions.kinds import NO, OF_OPTIONS, YES, QuestionKind


def check_questions(questions: Sequence[Any], place: str) -> Iterable[str]:
    """Say what is wrong with questions as they were written, each with its place."""
    # What is no mapping has a fault of its own already.
    written = {i: each for i, each in enumerate(questions) if isinstance(each, dict)}
    keys = [str(written[i].get("key", "")) if i in written else "" for i in range(len(questions))]
    for i, question in written.items():
        if keys[i] and keys[i] in keys[:i]:
            yield whole_fault(f"{place}[{i}].key", "stands_twice", value=keys[i])
        condition = question.get("only_if")
        if isinstance(condition, dict) and isinstance(condition.get("question"), str):
            yield from _check(condition, f"{place}[{i}].only_if", i, keys, written)


def _check(
    condition: Mapping[str, Any],
    place: str,
    i: int,
    keys: Sequence[str],
    written: Mapping[int, Any],
) -> Iterable[str]:
    name = condition["question"]
    if name not in keys[:i]:
        code = "question_itself" if keys[i] == name else "question_below"
        code = code if name in keys else "question_unknown"
        yield whole_fault(f"{place}.question", code, value=name)
        return
    known = _answers_to(written[keys.index(name)])
    if known is None:
        yield whole_fault(f"{place}.question", "question_free", value=name)
        return
    wanted = condition.get("answers")
    for answer in wanted if isinstance(wanted, list) else []:
        if answer not in known:
            yield whole_fault(f"{place}.answers", "no_answer", value=answer, question=name)


def _answers_to(question: Mapping[str, Any]) -> list[Any] | None:
    kind = question.get("kind", QuestionKind.LINE)
    if kind == QuestionKind.YES_NO:
        return [YES, NO]
    if kind not in OF_OPTIONS:
        return None
    options = question.get("options")
    found = options if isinstance(options, list) else []
    return [each.get("key") for each in found if isinstance(each, dict)]
