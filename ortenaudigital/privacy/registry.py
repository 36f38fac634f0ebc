"""Who holds personal data: filled once, from `ortenaudigital/wiring.py`."""

from collections.abc import Iterator, Mapping, Sequence

from ortenaudigital.kernel.personal import Fate, Holder

_holders: dict[str, Holder] = {}


def register(holders: Mapping[str, Holder]) -> None:
    """Say which features hold personal data, by their names, in the order they are asked in."""
    _holders.clear()
    _holders.update(holders)


def list_holders() -> Sequence[tuple[str, Holder]]:
    """List the features that hold personal data, by name."""
    return tuple(_holders.items())


def claims() -> Iterator[tuple[str, str, Fate]]:
    """Yield every column that a feature claims: the feature, the column, what becomes of it."""
    for name, holder in _holders.items():
        for column, fate in holder.columns.items():
            yield name, column, fate
