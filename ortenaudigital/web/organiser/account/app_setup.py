"""Set up an authenticator app, for who knows the password, and take it off."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup

from ortenaudigital.accounts.errors import AppThere, WrongCode, WrongPassword
from ortenaudigital.accounts.factors.authenticators import add_app, remove_app
from ortenaudigital.accounts.factors.keys import app_secret, setup_address
from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.adapters.qr import svg
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import SECOND_STEPS
from ortenaudigital.web.organiser.account.factors import codes_page, with_password
from ortenaudigital.web.organiser.account.forms import AppForm
from ortenaudigital.web.organiser.account.proof import prove_own_password
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.begun import begin, find_begun, forget_begun
from ortenaudigital.web.shared.access.guards import Access, access, lacks_second_factor
from ortenaudigital.web.shared.access.logins import claim_of, own_session_key
from ortenaudigital.web.shared.answers.refusals import refused_by, words_of

SETUP = "app_set_up"
# How long somebody may take to install an app.
SECONDS = 3600


@organiser.get("/konto/zweiter-faktor/app")
@access(Access.SETTING_UP)
def app_setup() -> ResponseReturnValue:
    """Show the QR code that an authenticator app reads, and ask for its first code."""
    if get_factors(current_user.id).app_since:
        return _say_app_is_there()
    return _setup_page(AppForm(formdata=None))


def _say_app_is_there() -> ResponseReturnValue:
    forget_begun(SETUP)
    flash(words_of(AppThere()), "info")
    return redirect(url_for("organiser.second_factor"), 303)


def _setup_page(form: AppForm) -> str:
    setup_id = _setup_id()
    form.setup.data = str(setup_id)
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
    """Return the id of the set-up that this login is in; the secret is derived from it."""
    login = own_session_key().hex()
    begun = find_begun(SETUP, login, SECONDS) or begin(SETUP, login, str(uuid4()))
    return UUID(begun.what)


@organiser.post("/konto/zweiter-faktor/app")
@access(Access.SETTING_UP)
def set_up_app() -> ResponseReturnValue:
    """Take the app that has made the right code, and show recovery codes if they are new."""
    # Before anything is judged or counted: nothing that is typed here would be right.
    if get_factors(current_user.id).app_since:
        return _say_app_is_there()
    form, setup_id = AppForm(), _setup_id()
    if not form.validate() or not form.is_of(setup_id):
        return _setup_page(form), 422
    try:
        codes = _added(form, setup_id)
    except (WrongPassword, TooMany) as error:
        form.password.errors = [words_of(error)]
        return _setup_page(form), *refused_by(error)
    except WrongCode:
        form.say_code_is_wrong()
        return _setup_page(form), 422
    except AppThere:
        return _say_app_is_there()
    forget_begun(SETUP)
    flash(gettext("Die App ist eingerichtet. Überall sonst sind Sie abgemeldet."), "success")
    return codes_page(codes) if codes else redirect(url_for("organiser.second_factor"), 303)


def _added(form: AppForm, setup_id: UUID) -> list[str]:
    prove_own_password(form.password.data)
    now, own = utc_now(), own_session_key()
    spend([claim_of(SECOND_STEPS, current_user.email)], now)
    with transaction():
        return add_app(current_user.id, setup_id, form.code.data or "", own, now)


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
