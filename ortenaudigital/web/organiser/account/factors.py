"""Zweiter Faktor: what an account has of it, an authenticator app, recovery codes."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup

from ortenaudigital.accounts.errors import AppThere, WrongCode, WrongPassword
from ortenaudigital.accounts.factors.authenticators import add_app, remove_app
from ortenaudigital.accounts.factors.changes import renew_codes
from ortenaudigital.accounts.factors.keys import app_secret, setup_address
from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.adapters.qr import svg
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.rules import SECOND_STEPS
from ortenaudigital.web.organiser.account.forms import CodeForm, PasskeyForm, ProofForm
from ortenaudigital.web.organiser.account.proof import prove_own_password
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import Access, access, lacks_second_factor
from ortenaudigital.web.shared.access.logins import claim_of, device, own_session_key
from ortenaudigital.web.shared.answers.refusals import words_of

SETUP = "app_setup"


@organiser.get("/konto/zweiter-faktor")
@access(Access.SETTING_UP)
def second_factor() -> ResponseReturnValue:
    """Show what an account has, and what its role asks for."""
    return factors_page()


def factors_page(refused: ProofForm | None = None) -> str:
    """Show the second factors, with what was refused."""
    forms = {
        name: refused if refused and refused.what == name else ProofForm.of(name)
        for name in ("app", "codes", "remove")
    }
    return render_template(
        "organiser/account/factors.html",
        event=None,
        factors=get_factors(current_user.id),
        required=lacks_second_factor(),
        forms=forms,
        passkey_form=PasskeyForm(formdata=None, data={"name": device()}),
        refused=refused,
    )


@organiser.get("/konto/zweiter-faktor/app")
@access(Access.SETTING_UP)
def app_setup() -> ResponseReturnValue:
    """Show the QR code that an authenticator app reads, and ask for its first code."""
    if get_factors(current_user.id).app_since:
        return redirect(url_for("organiser.second_factor"))
    return _setup_page(CodeForm(formdata=None))


def _setup_page(form: CodeForm) -> str:
    setup_id = _setup_id()
    secret, address = app_secret(setup_id), setup_address(setup_id, current_user.email)
    return render_template(
        "organiser/account/app_setup.html",
        event=None,
        form=form,
        required=lacks_second_factor(),
        # In fours, as people type it.
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        address=address,
        qr=Markup(svg(address)),  # noqa: S704  # our own
    )


def _setup_id() -> UUID:
    """Return the id of the set-up that this browser is in; the secret is derived from it."""
    known = session.setdefault(SETUP, str(uuid4()))
    return UUID(known)


@organiser.post("/konto/zweiter-faktor/app")
@access(Access.SETTING_UP)
def set_up_app() -> ResponseReturnValue:
    """Take the app that has made the right code, and show recovery codes if they are new."""
    form = CodeForm()
    if not form.validate():
        return _setup_page(form), 422
    now, own = utc_now(), own_session_key()
    spend([claim_of(SECOND_STEPS, current_user.email)], now)
    try:
        with transaction():
            codes = add_app(current_user.id, _setup_id(), form.code.data or "", own, now)
    except WrongCode:
        form.code.errors = [
            gettext(
                "Dieser Code stimmt nicht. Nehmen Sie den, den die App jetzt zeigt, und "
                "prüfen Sie, ob die Uhr Ihres Telefons richtig geht."
            )
        ]
        return _setup_page(form), 422
    except AppThere:
        codes = []
    session.pop(SETUP, None)
    flash(gettext("Die App ist eingerichtet. Überall sonst sind Sie abgemeldet."), "success")
    return codes_page(codes) if codes else redirect(url_for("organiser.second_factor"), 303)


def codes_page(codes: list[str]) -> str:
    """Show new recovery codes, this once."""
    return render_template("organiser/account/codes.html", event=None, codes=codes)


@organiser.post("/konto/zweiter-faktor/app/entfernen")
@access(Access.SETTING_UP)
def take_app_off() -> ResponseReturnValue:
    """Take the app off, for who knows the password."""

    def take_off() -> ResponseReturnValue:
        with transaction():
            remove_app(current_user.id, own_session_key(), utc_now())
        flash(gettext("Die App gilt nicht mehr. Überall sonst sind Sie abgemeldet."), "success")
        return redirect(url_for("organiser.second_factor"), 303)

    return with_password("app", take_off)


@organiser.post("/konto/zweiter-faktor/codes")
@access(Access.SETTING_UP)
def draw_recovery_codes() -> ResponseReturnValue:
    """Draw new recovery codes, for who knows the password, and show them."""

    def draw() -> ResponseReturnValue:
        with transaction():
            codes = renew_codes(current_user.id, own_session_key(), utc_now())
        return codes_page(codes) if codes else redirect(url_for("organiser.second_factor"), 303)

    return with_password("codes", draw)


def with_password(what: str, then: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Do something for who knows the password of the account."""
    form = ProofForm(what)
    if not form.validate():
        return factors_page(form), 422
    try:
        prove_own_password(form.password.data)
    except WrongPassword as error:
        form.password.errors = [words_of(error)]
        return factors_page(form), 422
    return then()
