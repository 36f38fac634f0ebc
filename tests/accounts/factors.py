"""Second factors as their owners have them: apps that make codes, and codes on paper."""

from datetime import timedelta
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.factors.authenticators import add_app
from ortenaudigital.accounts.factors.keys import app_secret
from ortenaudigital.accounts.factors.models import Authenticator, Passkey
from ortenaudigital.accounts.models import User
from ortenaudigital.adapters.one_time_codes import code_at, step_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import PASSWORD
from tests.web.forms import page_of, submit

LOGIN = "/orga/anmelden"
STEP = "/orga/anmelden/zweiter-schritt"
SETUP = "/orga/konto/zweiter-faktor/app"


def give_app(email: str = "olga@example.org") -> list[str]:
    """Set an app up for an account, minutes ago; return the recovery codes."""
    user_id, setup_id = user_id_of(email), uuid4()
    then = utc_now() - timedelta(minutes=5)
    with transaction():
        code = code_at(app_secret(setup_id), step_at(then))
        return add_app(user_id, setup_id, code, b"", then)


def user_id_of(email: str) -> int:
    return db.session.scalars(select(User.id).where(User.email == email)).one()


def code_of(email: str = "olga@example.org", late: int = 0) -> str:
    """Return what the app of an account shows now, or some steps later."""
    app = db.session.get_one(Authenticator, user_id_of(email), populate_existing=True)
    return code_at(app_secret(app.setup_id), step_at(utc_now()) + late)


def first_step(app: Flask, email: str = "olga@example.org", **fields: str) -> FlaskClient:
    """Return a browser in which the right password was typed, and no more."""
    client = app.test_client()
    submit(client, LOGIN, email=email, **({"password": PASSWORD} | fields))
    return client


def shown_code(client: FlaskClient, late: int = 0) -> str:
    """Type the key of the set-up page into an app; return what it shows."""
    (key,) = page_of(client.get(SETUP)).xpath("//p[@class='pairing__link']/code/text()")
    return code_at(key.replace(" ", ""), step_at(utc_now()) + late)


def store_passkey(user_id: int, key: bytes = b"key") -> None:
    """Store a passkey that nobody can use, in the transaction of the caller."""
    now = utc_now()
    row = Passkey(credential_id=key, public_key=b"", user_id=user_id, sign_count=0, name="Laptop")
    row.added_at = row.asked_at = now
    db.session.add(row)
    db.session.flush()
