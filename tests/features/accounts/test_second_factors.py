"""Second factors: each code passes once, and no secret is stored."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.accounts.errors import AppThere, WrongCode
from ortenaudigital.accounts.factors.authenticators import add_app, remove_app, use_app_code
from ortenaudigital.accounts.factors.changes import renew_codes
from ortenaudigital.accounts.factors.keys import app_secret, setup_address
from ortenaudigital.accounts.factors.models import Authenticator, RecoveryCode
from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.accounts.factors.recovery import use_recovery_code
from ortenaudigital.accounts.models import LoginSession
from ortenaudigital.accounts.sessions import Opening, open_session, session_key
from ortenaudigital.adapters.one_time_codes import code_at, find_step, step_at
from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.accounts.factors import code_of, give_app, user_id_of
from tests.factories import make_organiser


def refused(use: Callable[[], None]) -> bool:
    try:
        with transaction():
            use()
    except WrongCode:
        return True
    return False


def test_a_code_passes_once_and_none_before_it(app: Flask) -> None:
    with app.app_context():
        user = make_organiser()
        give_app()
        now, code, before = utc_now(), code_of(), code_of(late=-1)
        assert not refused(lambda: use_app_code(user.id, code, now))
        assert refused(lambda: use_app_code(user.id, code, now))
        assert refused(lambda: use_app_code(user.id, before, now))
        later = now + timedelta(seconds=30)
        after = code_of(late=1)
        assert not refused(lambda: use_app_code(user.id, after, later))


def test_the_code_of_the_setup_logs_nobody_in(app: Flask) -> None:
    with app.app_context():
        user, setup_id, now = make_organiser(), uuid4(), utc_now()
        code = code_at(app_secret(setup_id), step_at(now))
        with transaction():
            add_app(user.id, setup_id, code, b"", now)
        assert refused(lambda: use_app_code(user.id, code, now))


def test_nobody_has_two_apps(app: Flask) -> None:
    with app.app_context():
        make_organiser()
        give_app()
        with pytest.raises(AppThere):
            give_app()
        # Whatever the code is: it is not looked at.
        with pytest.raises(AppThere), transaction():
            add_app(user_id_of("olga@example.org"), uuid4(), "no code", b"", utc_now())


def test_a_code_does_not_pass_for_an_app_that_was_replaced_meanwhile(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        user = make_organiser()
        give_app()
        code, now = code_of(), utc_now()

        def replace(*asked: Any) -> int | None:
            # As somebody else does it, of whom what was read here knows nothing.
            other = update(Authenticator).values(setup_id=uuid4(), last_step=0)
            db.session.execute(other, execution_options={"synchronize_session": False})
            return find_step(*asked)

        monkeypatch.setattr("ortenaudigital.accounts.factors.authenticators.find_step", replace)
        assert refused(lambda: use_app_code(user.id, code, now))


def test_a_recovery_code_passes_once_and_for_its_owner_only(app: Flask) -> None:
    with app.app_context():
        user = make_organiser()
        other = make_organiser("otto@example.org")
        codes, now = give_app(), utc_now()
        assert len(codes) == 10
        assert refused(lambda: use_recovery_code(other.id, codes[0], now))
        assert not refused(lambda: use_recovery_code(user.id, codes[0].lower(), now))
        assert refused(lambda: use_recovery_code(user.id, codes[0], now))
        assert get_factors(user.id).codes_left == 9


def test_new_recovery_codes_replace_the_old_ones(app: Flask) -> None:
    with app.app_context():
        user = make_organiser()
        old, now = give_app(), utc_now()
        with transaction():
            new = renew_codes(user.id, b"", now)
        assert refused(lambda: use_recovery_code(user.id, old[1], now))
        assert not refused(lambda: use_recovery_code(user.id, new[1], now))


def test_neither_secrets_nor_codes_are_stored_or_written_down(app: Flask) -> None:
    with app.app_context():
        user = make_organiser()
        codes = give_app()
        secret = app_secret(db.session.get_one(Authenticator, user.id).setup_id)
        tables = (Authenticator, RecoveryCode, Entry, Letter)
        stored = str([db.session.execute(select(each.__table__)).all() for each in tables])
        assert not [each for each in (secret, *codes, codes[0].replace("-", "")) if each in stored]


def test_a_factor_that_changes_ends_all_other_logins(app: Flask) -> None:
    with app.app_context():
        user, now = make_organiser(), utc_now()
        give_app()
        with transaction():
            own, _ = (open_session(user.id, Opening(by_second_factor=True), now) for _ in "ab")
        with transaction():
            assert remove_app(user.id, session_key(own), now)
        (left,) = db.session.scalars(select(LoginSession))
        assert left.token_hash == session_key(own)
        # What it was logged in by is there no more.
        assert not left.by_second_factor
        assert get_factors(user.id).codes_drawn == 0
        kinds = list(db.session.scalars(select(Letter.kind)))
        assert kinds == ["accounts.factors_changed"] * 2


@pytest.mark.one_database("an address is made in Python")
def test_two_shops_are_two_entries_of_an_app(app: Flask) -> None:
    with app.app_context():
        said = urlsplit(setup_address(uuid4(), "olga@example.org"))
    # Apps read the issuer up to the first colon, which neither it nor the account may hold.
    issuer, account = unquote(said.path.removeprefix("/")).split(":")
    assert (issuer, account) == ("Ortenau Digital (localhost)", "olga@example.org")
    assert parse_qs(said.query)["issuer"] == [issuer]
    assert "+" not in said.query
