"""How much a request may bring: bytes and fields, route by route; and how deep JSON may be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider

from ortenaudigital.web.shared.requests.serving import MOST_BODY_BYTES, MOST_UPLOAD_BYTES, REFUSAL

P = ParamSpec("P")
R = TypeVar("R")
URLENCODED = "application/x-www-form-urlencoded"
MOST_QUERY_BYTES = 4096


@dataclass(frozen=True)
class Size:
    """The most that a route takes."""

    body: int = 32 * 1024
    fields: int = 200
    # Whether files are read; where they are not, nothing is left of them.
    files: bool = False


FORM = Size()
# Five hundred scans with long codes, names and reasons.
SCANS = Size(body=MOST_BODY_BYTES)
# Five hundred addresses with long names.
LIST = Size(body=256 * 1024)
# A box for each guest of a day.
SHEET = Size(body=256 * 1024, fields=20_000)
# A list of names, twice: as it was typed, and as a file.
LIST = Size(body=512 * 1024, files=True)
# One part of an event with all its rows, such as fifty questions with their answers.
PART = Size(body=512 * 1024, fields=8_000)
# The file of an event, and its text once it was looked at.
EVENT_FILE = Size(body=MOST_BODY_BYTES, files=True)
# A form with a picture, which is judged by `adapters/images`.
PICTURE = Size(body=MOST_UPLOAD_BYTES, files=True)


def takes(size: Size) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say that a view takes more than a form."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.size = size  # type: ignore[attr-defined]  # a mark that init_sizes reads
        return view

    return mark


class ShallowJson(DefaultJSONProvider):
    """JSON that is refused as unreadable when it is nested deeper than Python can follow."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON. Raises ValueError."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error


def init_json(app: Flask) -> None:
    """Read JSON of a sane depth only."""
    app.json_provider_class = ShallowJson
    app.json = ShallowJson(app)


def refuse_too_much(size: Size) -> None:
    """Refuse more than a route takes, before anything else looks at the request."""
    if refusal := request.environ.get(REFUSAL):
        abort(int(refusal))
    if len(request.query_string) > MOST_QUERY_BYTES:
        abort(414)
    request.max_content_length = size.body
    request.max_form_memory_size = size.body
    request.max_form_parts = size.fields
    request.takes_files = size.files  # type: ignore[attr-defined]  # of CleanRequest


def refuse_many_fields(size: Size) -> None:
    """Refuse a form of more fields than a route takes."""
    # The library counts the parts of multipart forms only.
    if request.mimetype == URLENCODED and request.get_data().count(b"&") >= size.fields:
        abort(413)
