"""The questions of a ticket type as sections: each says by itself what is wrong with it."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from ortenaudigital.events.messages.fields import fault
from ortenaudigital.events.sections.questions.kinds import LONGEST, OF_OPTIONS, QuestionKind
from ortenaudigital.events.sections.values import Claims, Line, OptionalLine, Section, Slug

MOST_OPTIONS = 100


class OptionPlan(Section):
    """One answer to choose."""

    key: Slug
    de: Line
    en: OptionalLine = ""
    fr: OptionalLine = ""


class ConditionPlan(Section):
    """Asked only if a question above it has one of these answers; `yes` and `no` are such too."""

    question: Slug
    answers: Annotated[list[Slug], Field(min_length=1, max_length=MOST_OPTIONS)]


def _unlike(options: list[OptionPlan]) -> list[OptionPlan]:
    seen: set[str] = set()
    for option in options:
        if option.key in seen:
            raise fault("stands_twice", value=option.key)
        seen.add(option.key)
    return options


class QuestionPlan(Section):
    """One question that the booking of a ticket type asks."""

    key: Slug
    de: Line
    en: OptionalLine = ""
    fr: OptionalLine = ""
    kind: Annotated[QuestionKind, Field(strict=False)] = QuestionKind.LINE
    required: bool = False
    help: Claims | None = None
    max_length: Annotated[int, Field(ge=1, le=2000)] | None = None
    options: Annotated[
        list[OptionPlan], Field(max_length=MOST_OPTIONS), AfterValidator(_unlike)
    ] = []
    only_if: ConditionPlan | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind in OF_OPTIONS and len(self.options) < 2:
            raise fault("options_missing", value=self.kind.value)
        if self.kind not in OF_OPTIONS and self.options:
            raise fault("options_of_choices")
        if self.kind not in LONGEST and self.max_length is not None:
            raise fault("length_of_texts")
        return self


def read_question(stored: Mapping[str, Any]) -> QuestionPlan:
    """Return a question as it is stored. Nothing is checked."""
    values = dict(stored)
    if "kind" in values:
        values["kind"] = QuestionKind(values["kind"])
    if values.get("options"):
        values["options"] = [OptionPlan.model_construct(**each) for each in values["options"]]
    if values.get("only_if"):
        values["only_if"] = ConditionPlan.model_construct(**values["only_if"])
    return QuestionPlan.model_construct(**values)


def store_question(plan: QuestionPlan) -> dict[str, Any]:
    """Return a question as it is stored."""
    return plan.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
