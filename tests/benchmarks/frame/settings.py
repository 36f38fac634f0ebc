"""What a run measures and how long, read from the environment: `make bench SIZE=1000 CLIENTS=8`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Settings:
    """How a run is to be: tickets of the event, clients at once, seconds of one load, and so on.

    `works` are parts of names, of which any chooses a work; none means all.
    """

    size: int = 100_000
    clients: tuple[int, ...] = (1, 8, 32)
    duration: float = 1.5
    rounds: int = 2
    databases: tuple[str, ...] = DATABASES
    works: tuple[str, ...] = ()

    def wants(self, work: str) -> bool:
        return not self.works or any(each in work for each in self.works)


def read_settings(environment: Mapping[str, str] = os.environ, **defaults: str) -> Settings:
    """Read SIZE, CLIENTS ("1 8 32"), DURATION in seconds, ROUNDS, DATABASES, WORKS ("scan,PDF")."""
    values = {**defaults, **{name: value for name, value in environment.items() if value}}
    standard = Settings()
    return Settings(
        size=int(values.get("SIZE", standard.size)),
        clients=tuple(int(each) for each in values.get("CLIENTS", "1 8 32").split()),
        duration=float(values.get("DURATION", standard.duration)),
        rounds=int(values.get("ROUNDS", standard.rounds)),
        databases=_databases(values.get("DATABASES", "")),
        works=tuple(each.strip() for each in values.get("WORKS", "").split(",") if each.strip()),
    )


def _databases(wanted: str) -> tuple[str, ...]:
    chosen = [each.lower() for each in wanted.split()]
    return tuple(each for each in DATABASES if not chosen or each.lower() in chosen)
