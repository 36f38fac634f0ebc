"""Read values from the environment, and keep every fault."""

import math
from collections.abc import Mapping
from typing import Literal, get_args

from ortenaudigital.kernel.key_strength import weakness

Mode = Literal["production", "demo", "test"]
SECRET_LENGTH = 32
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


class Reader:
    """Reads values from the environment and keeps every fault it meets."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        """Return a value as it stands, or else the default."""
        return self.environment.get(name) or default

    def number(self, name: str, default: float) -> float:
        """Read a number that is not negative."""
        raw = self.environment.get(name)
        try:
            value = float(raw) if raw else default
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0):
            self.faults.append(f"{name}: {raw!r} is no number")
            return default
        return value

    def whole(self, name: str, default: int, least: int = 0, most: int = 2**31) -> int:
        """Read a whole number within its bounds."""
        raw = self.environment.get(name, "").strip()
        if not raw:
            return default
        value = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 11 else -1
        if not least <= value <= most:
            self.faults.append(f"{name}: {raw!r} is no whole number from {least} to {most}")
            return default
        return value

    def switch(self, name: str, default: bool) -> bool:
        """Read what is on or off."""
        raw = self.environment.get(name)
        word = (raw or "").strip().lower()
        if word and word not in TRUE_WORDS | FALSE_WORDS:
            self.faults.append(f"{name}: {raw!r} is neither on nor off")
        return word in TRUE_WORDS if word else default

    def secret(self, name: str, mode: Mode) -> str:
        """Read a key; in production a weak one is a fault."""
        value = self.environment.get(name, "")
        weak = weakness(value) if mode == "production" else None
        if weak:
            self.faults.append(
                f"{name}: {weak}; take "
                'the output of: python -c "import secrets; print(secrets.token_hex(32))"'
            )
        return value or f"{mode}-only-{name.lower()}".ljust(SECRET_LENGTH, ".")

    def mode(self) -> Mode:
        """Read what the installation is for."""
        raw = self.text("ORTENAUDIGITAL_MODE", "production")
        for mode in get_args(Mode):
            if raw == mode:
                return mode  # type: ignore[no-any-return]  # get_args is typed as Any
        self.faults.append(f"ORTENAUDIGITAL_MODE: {raw!r} is none of {', '.join(get_args(Mode))}")
        return "production"
