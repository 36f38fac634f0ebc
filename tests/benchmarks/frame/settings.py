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

    `works` are parts of names, of which any chooses a work; none means all. `sizes` are those of
    growth, from the smallest to the largest.
    """

    size: int = 100_000
    sizes: tuple[int, ...] = (1_000, 100_000, 1_000_000)
    clients: tuple[int, ...] = (1, 8, 32)
    duration: float = 1.5
    rounds: int = 2
    minutes: int = 10
    repeats: int = 20
    databases: tuple[str, ...] = DATABASES
    works: tuple[str, ...] = ()
    compare: str = ""
    writes: bool = False

    def wants(self, work: str) -> bool:
        return not self.works or any(each in work for each in self.works)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read what is set: numbers apart by spaces, DURATION in seconds, WORKS apart by commas."""
    values = {name: value for name, value in environment.items() if value}
    standard = Settings()
    return Settings(
        size=int(values.get("SIZE", standard.size)),
        sizes=_numbers(values.get("SIZES")) or standard.sizes,
        clients=_numbers(values.get("CLIENTS")) or standard.clients,
        duration=float(values.get("DURATION", standard.duration)),
        rounds=int(values.get("ROUNDS", standard.rounds)),
        minutes=int(values.get("MINUTES", standard.minutes)),
        repeats=int(values.get("REPEATS", standard.repeats)),
        databases=_databases(values.get("DATABASES", "")),
        works=tuple(each.strip() for each in values.get("WORKS", "").split(",") if each.strip()),
        compare=values.get("COMPARE", ""),
        writes=bool(values.get("WRITE")),
    )


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(int(each) for each in (text or "").split())


def _databases(wanted: str) -> tuple[str, ...]:
    chosen = [each.lower() for each in wanted.split()]
    return tuple(each for each in DATABASES if not chosen or each.lower() in chosen)
