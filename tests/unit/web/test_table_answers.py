"""Tables that are sent as they are read: whoever leaves in between leaves nothing open."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ortenaudigital.adapters.tables import Column, Table, formats
from ortenaudigital.web.shared.answers.tables import table_answer


class Rows:
    """Rows that say whether whoever read them has ended."""

    def __init__(self) -> None:
        self.ended = False

    def __len__(self) -> int:
        return 9

    def __iter__(self) -> Iterator[int]:
        try:
            yield from range(9)
        finally:
            self.ended = True


@pytest.mark.parametrize("read", [0, 1, 4])
def test_who_leaves_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch, read: int) -> None:
    monkeypatch.setattr(formats, "PIECE_LINES", 1)
    rows = Rows()
    with Flask("tests").test_request_context():
        answer = table_answer(Table("x", [Column("Zahl", lambda row: row)], rows), "csv")
    body = iter(answer.response)
    for _ in range(read):
        assert next(body)
    assert not rows.ended
    answer.close()
    assert rows.ended
