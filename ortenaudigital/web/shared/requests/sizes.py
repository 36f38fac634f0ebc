"""How much a request may bring: bytes and fields, route by route; and how deep JSON may be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider

from ortenaudigital.web.shared.requests.serving import MOST_BODY_BYTES, REFUSAL

P = ParamSpec("P")
R = TypeVar("R")
URLENCODED = "application/x-www-form-urlencoded"
MOST_QUERY_BYTES = 4096


@dataclass(frozen=True)
class Size:
    """The most that a route takes."""

    body: int = 32 * 1024
    fields: int = 200


FORM = Size()
# Five hundred scans with long codes, names and reasons.
SCANS = Size(body=MOST_BODY_BYTES)
# A box for each guest of a day.
SHEET = Size(body=256 * 1024, fields=20_000)


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


def init_sizes(app: Flask) -> None:
    """Refuse what is too much, before anything else looks at a request."""
    app.json_provider_class = ShallowJson
    app.json = ShallowJson(app)

    @app.before_request
    def measure() -> None:
        if refusal := request.environ.get(REFUSAL):
            abort(int(refusal))
        if len(request.query_string) > MOST_QUERY_BYTES:
            abort(414)
        view = app.view_functions.get(request.endpoint or "")
        size: Size = getattr(view, "size", FORM)
        request.max_content_length = size.body
        request.max_form_memory_size = size.body
        request.max_form_parts = size.fields
        # The library counts the parts of multipart forms only.
        if request.mimetype == URLENCODED and request.get_data().count(b"&") >= size.fields:
            abort(413)
