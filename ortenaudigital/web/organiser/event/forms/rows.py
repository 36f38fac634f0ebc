"""Rows of a form that are added, moved and taken away by buttons, without any script.

The fields of a row begin with the name of the list and its number: `furniture-2-title-de`.
"""

import re

from werkzeug.datastructures import MultiDict

BUTTON = "row"
# What a button says: what shall be done with which list, and with which of its rows.
_DEED = re.compile(r"(add|up|drop):([a-z0-9_-]{1,80}?)(?:-(\d{1,4}))?")


def deed_of(sent: MultiDict[str, str]) -> re.Match[str] | None:
    """Return what a button of a row wants; None if the form was sent by another."""
    return _DEED.fullmatch(sent.get(BUTTON, ""))


def arranged(sent: MultiDict[str, str], deed: re.Match[str]) -> MultiDict[str, str]:
    """Return the form as it was typed, with the rows as a button wants them."""
    kind, name, number = deed[1], deed[2], int(deed[3] or 0)
    if kind == "add":
        return _with_another(sent, name)
    if kind == "drop":
        row = f"{name}-{number}"
        return MultiDict([each for each in sent.items(multi=True) if not _is_of(each[0], row)])
    numbers = _numbers(sent, name)
    place = numbers.index(number) if number in numbers else 0
    return _swapped(sent, name, number, numbers[place - 1]) if place else sent


def _with_another(sent: MultiDict[str, str], name: str) -> MultiDict[str, str]:
    more = MultiDict(sent)
    # The library counts the rows by the names that begin with one.
    more.add(f"{name}-{max(_numbers(sent, name), default=-1) + 1}", "")
    return more


def _numbers(sent: MultiDict[str, str], name: str) -> list[int]:
    found = (re.match(rf"{re.escape(name)}-(\d+)(?:-|$)", key) for key in sent)
    return sorted({int(each[1]) for each in found if each})


def _is_of(key: str, row: str) -> bool:
    return key == row or key.startswith(f"{row}-")


def _swapped(sent: MultiDict[str, str], name: str, one: int, other: int) -> MultiDict[str, str]:
    names = {f"{name}-{one}": f"{name}-{other}", f"{name}-{other}": f"{name}-{one}"}

    def renamed(key: str) -> str:
        row = next((each for each in names if _is_of(key, each)), None)
        return names[row] + key.removeprefix(row) if row else key

    return MultiDict([(renamed(key), each) for key, each in sent.items(multi=True)])
