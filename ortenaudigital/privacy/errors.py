"""Why a request of a person is not carried out."""

from collections.abc import Iterable


class UnknownKey(Exception):
    """A key was given that nothing has which was found."""

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__(f"nothing that was found is called {', '.join(sorted(keys))}")


class SeveralNames(Exception):
    """One name was to be written over several."""

    def __init__(self, names: Iterable[str]) -> None:
        listed = ", ".join(sorted(names))
        super().__init__(f"this address belongs to several names ({listed}): say --only for one")
