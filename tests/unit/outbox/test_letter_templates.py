"""A letter is a folder: its subject and both bodies, under the name of its kind."""

from pathlib import Path

from ortenaudigital.mailings.letters import TRIAL
from ortenaudigital.wiring import BATCH_LETTERS, LETTERS

FOLDER = Path(__file__).parents[3] / "templates" / "letters"
PARTS = {"subject.txt", "body.txt", "body.html"}


def test_each_kind_of_letter_has_a_folder_and_each_folder_a_kind() -> None:
    folders = {file.parent for file in FOLDER.glob("*/**/*") if file.is_file()}
    kinds = {".".join(folder.relative_to(FOLDER).parts) for folder in folders}
    # A trial looks like what it is a trial of.
    assert kinds == set(LETTERS | BATCH_LETTERS) - {TRIAL}
    for folder in folders:
        assert {file.name for file in folder.iterdir()} == PARTS, folder


def test_a_subject_is_one_line() -> None:
    for kind in LETTERS:
        subject = FOLDER / kind.replace(".", "/") / "subject.txt"
        assert len(subject.read_text(encoding="utf-8").strip().splitlines()) == 1, kind
