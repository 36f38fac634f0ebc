"""What the questions of a ticket type must say together.

A question depends on one that stands above it and has answers to choose from, so that none depends
on itself, be it through others, and a page can be filled in from top to bottom.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ortenaudigital.events.sections.questions.kinds import NO, OF_OPTIONS, YES, QuestionKind


def check_questions(questions: Sequence[Any], place: str) -> Iterable[str]:
    """Say what is wrong with questions as they were written, each with its place."""
    # What is no mapping has a fault of its own already.
    written = {i: each for i, each in enumerate(questions) if isinstance(each, dict)}
    keys = [str(written[i].get("key", "")) if i in written else "" for i in range(len(questions))]
    for i, question in written.items():
        if keys[i] and keys[i] in keys[:i]:
            yield f"{place}[{i}].key: {keys[i]} stands here twice"
        condition = question.get("only_if")
        if isinstance(condition, dict) and isinstance(condition.get("question"), str):
            for words in _check(condition, i, keys, written):
                yield f"{place}[{i}].only_if.{words}"


def _check(
    condition: Mapping[str, Any], i: int, keys: Sequence[str], written: Mapping[int, Any]
) -> Iterable[str]:
    name = condition["question"]
    if name not in keys:
        yield f"question: {name} is no question of this ticket type"
        return
    if name not in keys[:i]:
        where = "is this question itself" if keys[i] == name else "is asked further down"
        yield f"question: {name} {where}; it can only depend on one above it"
        return
    known = _answers_to(written[keys.index(name)])
    if known is None:
        yield f"question: {name} is answered in free words; use a choice or yes_no"
        return
    wanted = condition.get("answers")
    for answer in wanted if isinstance(wanted, list) else []:
        if answer not in known:
            yield f"answers: {answer} is no answer to {name}"


def _answers_to(question: Mapping[str, Any]) -> list[Any] | None:
    kind = question.get("kind", QuestionKind.LINE)
    if kind == QuestionKind.YES_NO:
        return [YES, NO]
    if kind not in OF_OPTIONS:
        return None
    options = question.get("options")
    found = options if isinstance(options, list) else []
    return [each.get("key") for each in found if isinstance(each, dict)]
