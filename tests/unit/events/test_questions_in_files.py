"""What an event file may say about questions, and what it may not: each fault has its place."""

import pytest

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from tests.factories import event_file_text

OPTIONS = 'options = [{ key = "bau", de = "Bauamt" }, { key = "kultur", de = "Kultur" }]'
CHOICE = f'{{ key = "amt", de = "Amt", kind = "choice", {OPTIONS} }}'
CAR = '{ key = "car", de = "Mit dem Auto?", kind = "yes_no" }'
PLACE = "ticket_type[0].questions"


def with_questions(*questions: str) -> str:
    line = f"questions = [{', '.join(questions)}]"
    return event_file_text().replace("quota = 100", f"quota = 100\n{line}", 1)


def if_(question: str, *answers: str, key: str = "more") -> str:
    wanted = ", ".join(f'"{each}"' for each in answers)
    return (
        f'{{ key = "{key}", de = "Mehr", only_if = {{ question = "{question}", '
        f"answers = [{wanted}] }} }}"
    )


def test_every_kind_is_read_and_written_alike() -> None:
    text = with_questions(
        '{ key = "town", de = "Ort", en = "Town", fr = "Ville", max_length = 80 }',
        '{ key = "why", de = "Warum?", kind = "lines", help = { de = "Kurz", en = "Short" } }',
        CHOICE,
        CHOICE.replace("choice", "choices").replace('"amt"', '"aemter"'),
        CAR,
        if_("car", "yes"),
        if_("amt", "bau", "kultur", key="bauen"),
        if_("aemter", "bau", key="plan"),
    )
    file = read_event_file(text)
    assert [each.kind for each in file.ticket_types[0].questions][:5] == [
        *("line", "lines", "choice", "choices", "yes_no")
    ]
    assert read_event_file(write_event_file(file)) == file


def test_questions_of_before_need_no_kind() -> None:
    (question,) = (
        read_event_file(
            with_questions('{ key = "department", de = "Fachbereich", required = true }')
        )
        .ticket_types[0]
        .questions
    )
    assert (question.kind, question.required, question.options) == ("line", True, [])


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        (['{ key = "a", de = "A", kind = "date" }'], f"{PLACE}[0].kind: input should be"),
        (['{ key = "a b", de = "A" }'], f"{PLACE}[0].key: use small letters"),
        (['{ key = "a", de = "" }'], f"{PLACE}[0].de: it is empty"),
        (['{ key = "a", de = "A", ask = 1 }'], f"{PLACE}[0].ask: this key is not known"),
        (['{ key = "a", de = "A", required = "ja" }'], f"{PLACE}[0].required: write true"),
        (['{ key = "a", de = "A", max_length = 0 }'], f"{PLACE}[0].max_length: input should"),
        (['{ key = "a", de = "A", help = { en = "x" } }'], f"{PLACE}[0].help: the German"),
        (['{ key = "a", de = "A", kind = "choice" }'], f"{PLACE}[0]: choice needs at least two"),
        (['{ key = "a", de = "A", kind = "yes_no", max_length = 5 }'], f"{PLACE}[0]: max_length"),
        ([CHOICE.replace("choice", "line")], f"{PLACE}[0]: options belong to the kinds"),
        ([CHOICE.replace("kultur", "bau")], f"{PLACE}[0].options: bau stands here twice"),
        ([CHOICE, CHOICE], f"{PLACE}[1].key: amt stands here twice"),
        ([if_("amt", "bau"), CHOICE], f"{PLACE}[0].only_if.question: amt is asked further down"),
        ([if_("more", "yes")], f"{PLACE}[0].only_if.question: more is this question itself"),
        ([if_("nobody", "yes")], f"{PLACE}[0].only_if.question: nobody is no question of this"),
        (
            ['{ key = "a", de = "A" }', if_("a", "yes")],
            f"{PLACE}[1].only_if.question: a is answered in free words",
        ),
        ([CHOICE, if_("amt", "yes")], f"{PLACE}[1].only_if.answers: yes is no answer to amt"),
        ([CAR, if_("car", "bau")], f"{PLACE}[1].only_if.answers: bau is no answer to car"),
        ([CAR, if_("car")], f"{PLACE}[1].only_if.answers: list should have at least 1"),
        # Each of two depends on the other: one of them always looks down.
        (
            [
                CAR.replace(" }", ', only_if = { question = "b", answers = ["yes"] } }'),
                CAR.replace("car", "b").replace(
                    " }", ', only_if = { question = "car", answers = ["yes"] } }'
                ),
            ],
            f"{PLACE}[0].only_if.question: b is asked further down",
        ),
        (["5"], f"{PLACE}[0]: write a section with keys"),
    ],
)
def test_what_is_wrong_with_questions_is_said_with_its_place(
    questions: list[str], fault: str
) -> None:
    with pytest.raises(EventFileError) as caught:
        read_event_file(with_questions(*questions))
    assert any(said.startswith(fault) for said in caught.value.faults), caught.value.faults
