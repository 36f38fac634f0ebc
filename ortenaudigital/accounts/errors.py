"""Why an account is refused."""


class WeakPassword(Exception):
    """A password that is too short or too easy to guess; `faults` say why, in English."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))
