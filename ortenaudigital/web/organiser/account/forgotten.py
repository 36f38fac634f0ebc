"""A forgotten password: the link by mail, and what it opens. All addresses are answered alike."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.commands import hashed
from ortenaudigital.accounts.resets.commands import ask, get_user_of_reset, reset_password
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.rules import LOGINS, LOST_LINKS
from ortenaudigital.web.organiser.account.forms import ForgottenForm, NewPasswordForm
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import limited


@organiser.get("/passwort-vergessen")
@access(Access.PUBLIC)
def forgotten_password() -> ResponseReturnValue:
    """Ask for the address of an account."""
    return _asking(ForgottenForm(formdata=None))


def _asking(form: ForgottenForm) -> str:
    sent = "gesendet" in request.args
    return render_template("organiser/account/forgotten.html", event=None, form=form, sent=sent)


@organiser.post("/passwort-vergessen")
@access(Access.PUBLIC)
@limited(LOST_LINKS)
def ask_for_password() -> ResponseReturnValue:
    """Have the link sent; the answer is the same whether there is such an account."""
    form = ForgottenForm()
    if not form.validate():
        return _asking(form), 422
    with transaction():
        ask(form.email.data or "", utc_now())
    # Said by the address and not by a session: who only asks gets no cookie.
    return redirect(url_for("organiser.forgotten_password", gesendet=1), 303)


@organiser.get("/passwort/<reset_key>")
@access(Access.SECRET_LINK)
def new_password(reset_key: str) -> ResponseReturnValue:
    """Ask for the new password."""
    user = get_user_of_reset(reset_key, utc_now())
    return _setting(reset_key, user.email, NewPasswordForm(formdata=None))


def _setting(reset_key: str, email: str, form: NewPasswordForm) -> str:
    return render_template(
        "organiser/account/new_password.html",
        event=None,
        form=form,
        reset_key=reset_key,
        email=email,
    )


@organiser.post("/passwort/<reset_key>")
@access(Access.SECRET_LINK)
@limited(LOGINS)
def set_new_password(reset_key: str) -> ResponseReturnValue:
    """Set the new password; its owner logs in with it."""
    form, user = NewPasswordForm(), get_user_of_reset(reset_key, utc_now())
    if not form.validate() or not form.is_hard_to_guess(user.email, user.name):
        return _setting(reset_key, user.email, form), 422
    password = hashed(form.password.data or "")
    with transaction():
        reset_password(reset_key, password, utc_now())
    flash(gettext("Das neue Passwort gilt. Bitte melden Sie sich an."), "success")
    return redirect(url_for("security.login"), 303)
