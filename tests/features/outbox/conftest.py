"""A mail server to which the worker sends."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ortenaudigital.outbox.worker import composers, register
from tests.features.outbox.worker_rounds import compose
from tests.smtp import Inbox, free_port, smtp_server


@pytest.fixture
def inbox(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    port = free_port()
    monkeypatch.setattr(context.extensions["mail"], "port", port)
    monkeypatch.setattr("ortenaudigital.cli.rounds.IDLE_SECONDS", 0.001)
    monkeypatch.setattr("ortenaudigital.cli.rounds.LONGEST_PAUSE_SECONDS", 0.01)
    register("test", compose)
    with smtp_server(port) as inbox:
        yield inbox
    composers.pop("test")
