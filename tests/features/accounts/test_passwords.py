"""Passwords are hard to guess from what is stored, except in tests, where it need not be."""

from pathlib import Path

import pytest
from flask_security import hash_password

from ortenaudigital.factory import create_app
from tests.conftest import make_config


@pytest.mark.parametrize(("mode", "megabytes"), [("production", 64), ("demo", 64), ("test", 0)])
def test_what_a_hash_costs(mode: str, megabytes: int, tmp_path: Path) -> None:
    config = make_config(f"sqlite:///{tmp_path}/unused.sqlite3", tmp_path, mode=mode)
    with create_app(config).app_context():
        _, algorithm, _, costs, *_ = hash_password("a long password for tests").split("$")
    assert algorithm == "argon2id"
    memory = int(dict(part.split("=") for part in costs.split(","))["m"])
    assert memory // 1024 == megabytes
