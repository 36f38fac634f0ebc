"""What a request brings, read in one place: clean text, numbers in bounds, JSON of sane depth."""

import re
from functools import cached_property
from io import BytesIO
from typing import IO, Any
from urllib.parse import unquote_to_bytes
from uuid import UUID

from flask import Flask, Request, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError
from wtforms import IntegerField  # noqa: TID251  # the one place that may

from ortenaudigital.kernel.plain_text import is_readable, readable

# A column INTEGER of PostgreSQL ends here.
MOST = 2**31 - 1
MACHINES = ("/einlass/api/", "/api/")
# Kept as it was typed: a password is compared and never stored or shown. The last part of a name
# counts, where several forms of a page are told apart by the first.
UNTOUCHED = ("password", "current", "new_password", "new_password_confirm")
_DIGITS = re.compile(r"[0-9]{1,10}")
# As our forms call their fields; WTForms turns the digits in them to numbers.
# Names of questions are made of two slugs of up to 60 characters.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,129}")


def whole_number(text: str | int) -> int:
    """Read a number from 0 to `MOST`. Raises ValueError for anything else."""
    if not _DIGITS.fullmatch(str(text)) or int(text) > MOST:
        raise ValueError("not a whole number that can be stored")
    return int(text)


class WholeField(IntegerField):
    """A whole number that is typed: what is beyond `MOST` counts as that, and shows as typed.

    Validators of the library fail for a number of hundreds of digits, and so do databases for less.
    """

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = max(-MOST, min(self.data, MOST))


def uuid_or_none(text: str) -> UUID | None:
    """Read an id, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


class BoundedInteger(IntegerConverter):
    """`<int:id>` in an address: what no database can hold is an address that does not exist."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Any, *arguments: Any, **options: Any) -> None:  # noqa: A002  # Werkzeug's
        super().__init__(map, *arguments, **({"max": MOST} | options))


class ReadableText(UnicodeConverter):
    """`<slug>` in an address: control characters and what is not UTF-8 lead nowhere."""

    def to_python(self, value: str) -> str:
        """Return the text. Raises ValidationError, which is a 404."""
        if not is_readable(value) or "\ufffd" in value:
            raise ValidationError
        return value


def _clean(values: MultiDict[str, str]) -> MultiDict[str, str]:
    pairs = [
        (name, text if name.rpartition("-")[2] in UNTOUCHED else readable(text))
        for name, text in values.items(multi=True)
        if _NAME.fullmatch(name)
    ]
    return type(values)(pairs)


class _CleanForm(FormDataParser):
    keeps_files = False

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        """Read a form; where a view takes no files, one in the place of a field is nothing."""
        if mimetype == "application/x-www-form-urlencoded":
            stream = _checked(stream)
        stream, form, files = super().parse(stream, mimetype, content_length, options)
        if any("\ufffd" in text for text in form.values()):
            raise BadRequest
        return stream, _clean(form), files if self.keeps_files else self.cls()


def _checked(stream: IO[bytes]) -> IO[bytes]:
    """Refuse what is not UTF-8: Werkzeug would take `M%FCller` for a name. Raises BadRequest."""
    data = stream.read()
    try:
        unquote_to_bytes(data).decode()
    except UnicodeDecodeError as error:
        raise BadRequest from error
    return BytesIO(data)


class CleanRequest(Request):
    """A request whose form and query hold readable text only."""

    form_data_parser_class = _CleanForm
    # Said by the route, before anything of the body is read.
    takes_files = False

    def make_form_data_parser(self) -> FormDataParser:
        """Make what reads the form."""
        parser = super().make_form_data_parser()
        parser.keeps_files = self.takes_files  # type: ignore[attr-defined]  # it is a _CleanForm
        return parser

    def _get_file_stream(self, *_sizes: Any, **_names: Any) -> IO[bytes]:
        # In memory, and forgotten: a file on the disk would be one to close.
        return BytesIO()

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Return the query."""
        return _clean(super().args)

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Read JSON from machines; the login library looks for a token in everybody's."""
        if self.path.startswith(MACHINES):
            return super().get_json(force, silent, cache)
        if silent:
            return None
        raise UnsupportedMediaType


def read_json() -> Any:
    """Read what a machine sends. Raises BadRequest for what is not JSON."""
    if not request.is_json:
        raise BadRequest
    return request.get_json()


def init_values(app: Flask) -> None:
    """Make the app read its requests so; call it before any address is known."""
    app.request_class = CleanRequest
    app.url_map.converters |= {"int": BoundedInteger, "default": ReadableText}


def refuse_json() -> None:
    """Refuse JSON that is not from machines. Raises UnsupportedMediaType."""
    # The form library would take any JSON for a form, a list of numbers too.
    if request.is_json and not request.path.startswith(MACHINES):
        raise UnsupportedMediaType
