import os
import secrets
import subprocess
import sys

import pytest

from ortenaudigital.kernel.config import ConfigError, read_config
from ortenaudigital.kernel.key_strength import weakness

GOOD = {
    "BASE_URL": "https://tickets.example.org/",
    "SECRET_KEY": "9f1c44be02d7a85b6e3390cf7a1d5e82",
    "TICKET_KEY": "Vq8-rT2mZ_w4LxYc7NpKdHs5JbGfAe3u",
}


def test_production_lists_all_faults_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        read_config({"DATABASE_URL": "mysql://x", "MAIL_PORT": "many"})
    places = [fault.split(":")[0] for fault in caught.value.faults]
    assert sorted(places) == ["BASE_URL", "DATABASE_URL", "MAIL_PORT", "SECRET_KEY", "TICKET_KEY"]


def test_production_refuses_a_short_secret() -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        read_config(GOOD | {"SECRET_KEY": "short"})


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "9f1c44be02d7a85b6e3390cf7a1d5e8",
        "k" * 64,
        "ab" * 32,
        "9f1c44be" * 4,
        "0123456789abcdef" * 4,
        "abcdefghijklmnopqrstuvwxyz012345",
        "change-me-9f1c44be02d7a85b6e3390cf7a1d5e82",
        "demo-only-ticket_key............",
        " 9f1c44be02d7a85b6e3390cf7a1d5e82",
        "11223344551122334455112233445512",
    ],
)
@pytest.mark.parametrize("name", ["SECRET_KEY", "TICKET_KEY"])
def test_production_refuses_keys_that_can_be_guessed(name: str, weak: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(GOOD | {name: weak})
    (fault,) = caught.value.faults
    assert fault.startswith(f"{name}: ")
    assert "token_hex" in fault
    assert not weak or weak not in fault


def test_no_drawn_key_is_called_weak() -> None:
    for draw in (secrets.token_hex, secrets.token_urlsafe):
        assert [key for key in (draw(32) for _ in range(500)) if weakness(key)] == []


def test_production_refuses_one_key_for_both() -> None:
    with pytest.raises(ConfigError, match="TICKET_KEY: is the same as SECRET_KEY"):
        read_config(GOOD | {"TICKET_KEY": GOOD["SECRET_KEY"]})


def test_production_starts_with_what_it_needs() -> None:
    config = read_config(GOOD)
    assert config.mode == "production"
    assert config.secure
    assert config.public_base == "https://tickets.example.org"
    assert config.database_url.startswith("sqlite:///")


def test_postgresql_address_gets_its_driver() -> None:
    config = read_config(GOOD | {"DATABASE_URL": "postgres://u@h/d"})
    assert config.database_url == "postgresql+psycopg://u@h/d"


def test_demo_needs_nothing() -> None:
    config = read_config({"ORTENAUDIGITAL_MODE": "demo"})
    assert config.base_url == "http://localhost:8000"
    assert not config.secure


def test_unknown_mode_is_a_fault() -> None:
    with pytest.raises(ConfigError, match="'dev' is none of production, demo, test"):
        read_config(GOOD | {"ORTENAUDIGITAL_MODE": "dev"})


def test_faults_are_said_without_a_traceback() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "doctor"],
        env={**os.environ, "ORTENAUDIGITAL_MODE": "dev", "BASE_URL": "here"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    lines = ran.stderr.splitlines()
    assert lines[0] == "The configuration has faults:"
    assert [line.split(":")[0] for line in lines[1:3]] == ["  ORTENAUDIGITAL_MODE", "  SECRET_KEY"]


@pytest.mark.parametrize("word", ["maybe", "ja", "true;", "2"])
def test_a_word_that_is_neither_on_nor_off_is_a_fault(word: str) -> None:
    with pytest.raises(ConfigError, match=r"MAIL_USE_TLS: .* is neither on nor off"):
        read_config(GOOD | {"MAIL_USE_TLS": word})


@pytest.mark.parametrize(
    ("word", "switched"), [("on", True), (" YES ", True), ("0", False), ("off", False), ("", False)]
)
def test_switches_are_read(word: str, switched: bool) -> None:
    assert read_config(GOOD | {"MAIL_USE_TLS": word}).mail.use_tls is switched


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_PORT", "25.5"),
        ("MAIL_PORT", "0"),
        ("MAIL_PORT", "70000"),
        ("MAIL_TIMEOUT_SECONDS", "0"),
        ("MAIL_DATA_TIMEOUT_SECONDS", "inf"),
        ("PAGE_CACHE_SECONDS", "nan"),
        ("TRUSTED_PROXIES", "-1"),
        ("WORKER_LEASE_SECONDS", "0"),
        ("MAIL_DEFAULT_SENDER", "A <a@x.org>, B <b@x.org>"),
        ("MAIL_DEFAULT_SENDER", "nobody"),
        ("MAIL_DEFAULT_SENDER", "grüße@example.org"),
        ("MAIL_EHLO_NAME", "two words"),
        ("MAIL_USERNAME", "olga"),
    ],
)
def test_a_value_that_cannot_be_meant_is_a_fault(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(GOOD | {name: value})
    assert [fault.split(":")[0] for fault in caught.value.faults] == [name]


def test_only_one_kind_of_encryption_is_switched_on() -> None:
    with pytest.raises(ConfigError, match="MAIL_USE_TLS: is on together with"):
        read_config(GOOD | {"MAIL_USE_TLS": "on", "MAIL_USE_SSL": "on"})
