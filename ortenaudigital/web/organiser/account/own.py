"""Mein Konto: one's own name and password."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.commands import hashed
from ortenaudigital.accounts.errors import WrongPassword
from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.accounts.own import change_password, rename
from ortenaudigital.accounts.sessions import list_sessions
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.web.organiser.account.forms import NameForm, PasswordForm
from ortenaudigital.web.organiser.account.proof import prove_own_password
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.logins import (
    is_logged_in_by_second_factor,
    own_session_key,
    stay_with_new_password,
)
from ortenaudigital.web.shared.answers.refusals import refused_by, words_of


@organiser.get("/konto")
@access(Access.LOGGED_IN)
def account() -> ResponseReturnValue:
    """Show one's own account, and where one is logged in."""
    return _page(_name_form(), PasswordForm(formdata=None))


def _name_form() -> NameForm:
    return NameForm(formdata=None, data={"name": current_user.name})


def _page(name: NameForm, password: PasswordForm) -> str:
    return render_template(
        "organiser/account/account.html",
        event=None,
        name_form=name,
        password_form=password,
        sessions=list_sessions(current_user.id, utc_now()),
        factors=get_factors(current_user.id),
        own_key=own_session_key(),
    )


@organiser.post("/konto/name")
@access(Access.LOGGED_IN)
def rename_account() -> ResponseReturnValue:
    """Write down how somebody is called."""
    form = NameForm()
    if not form.validate():
        return _page(form, PasswordForm(formdata=None)), 422
    with transaction():
        rename(current_user.id, form.name.data or "", utc_now())
    flash(gettext("Ihr Name ist gespeichert."), "success")
    return redirect(url_for("organiser.account"), 303)


@organiser.post("/konto/passwort")
@access(Access.LOGGED_IN)
def change_own_password() -> ResponseReturnValue:
    """Set another password for who knows the present one, and log out everywhere else."""
    form, known = PasswordForm(), current_user.password
    if not form.validate():
        return _page(_name_form(), form), 422
    by_second_factor = is_logged_in_by_second_factor()
    try:
        prove_own_password(form.current.data)
        if not form.is_hard_to_guess(current_user.email, current_user.name):
            return _page(_name_form(), form), 422
        password = hashed(form.password.data or "")
        with transaction():
            changed = change_password(current_user.id, known, password, utc_now())
            stay_with_new_password(changed, by_second_factor)
    except (WrongPassword, TooMany) as error:
        form.current.errors = [words_of(error)]
        return _page(_name_form(), form), *refused_by(error)
    flash(gettext("Das neue Passwort gilt. Überall sonst sind Sie abgemeldet."), "success")
    return redirect(url_for("organiser.account"), 303)
