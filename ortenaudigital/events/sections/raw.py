"""What was written in a file, before it is known to be right: what can be read of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ortenaudigital.events.messages.wholes import whole_fault


def repeated(values: Sequence[Any], places: Sequence[str]) -> Iterable[str]:
    """Say each value that stands a second time, with its place."""
    seen = set()
    for place, value in zip(places, values, strict=True):
        if value is not None and value in seen:
            yield whole_fault(place, "stands_twice", value=value)
        seen.add(value)


def entries_of(raw: dict[str, Any], name: str) -> list[Any]:
    """Return the sections of a name, none if they are not written as such."""
    return as_list(raw.get(name))


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, list) else []


def field_of(entry: Any, key: str) -> Any:
    """Return what a section says for a key, None if it is no section."""
    return entry.get(key) if isinstance(entry, dict) else None


def read_field(entry: Any, key: str, adapter: TypeAdapter[Any]) -> Any:
    """Read what a section says for a key, None if it cannot be read."""
    return read_value(field_of(entry, key), adapter)


def read_value(value: Any, adapter: TypeAdapter[Any]) -> Any:
    """Read a value, None if it cannot be read."""
    if value is None:
        return None
    try:
        return adapter.validate_python(value, strict=True)
    except ValidationError:
        return None
