"""Passkeys: add, name and remove them, and log in by one. They need a script in the browser."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.errors import WrongPasskey, WrongPassword
from ortenaudigital.accounts.factors.keys import passkey_handle
from ortenaudigital.accounts.factors.passkeys import add_passkey, remove_passkey, use_passkey
from ortenaudigital.accounts.factors.queries import get_factors, login_state
from ortenaudigital.adapters.passkeys import Owner, creation_options, request_options
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import LOGINS
from ortenaudigital.web.organiser.account.factors import codes_page, with_password
from ortenaudigital.web.organiser.account.forms import PasskeyForm
from ortenaudigital.web.organiser.account.proof import prove_own_password
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.challenges import ask, take
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.access.logins import note_refusal, own_session_key
from ortenaudigital.web.shared.access.second_step import Pending, complete, find_pending
from ortenaudigital.web.shared.answers.refusals import refused_by, words_of
from ortenaudigital.web.shared.requests.values import whole_number

ADDING, USING = "adding", "using"


@organiser.post("/konto/zweiter-faktor/passkeys/beginn")
@access(Access.SETTING_UP)
def begin_passkey() -> ResponseReturnValue:
    """Say to the script what the browser has to make, for who knows the password."""
    form = PasskeyForm()
    if not form.validate():
        return jsonify(error=_first_fault(form)), 422
    try:
        prove_own_password(form.password.data)
    except (WrongPassword, TooMany) as error:
        return jsonify(error=words_of(error)), *refused_by(error)
    factors = get_factors(current_user.id)
    owner = Owner(passkey_handle(current_user.id), current_user.email, current_user.name)
    there = [each.credential_id for each in factors.passkeys]
    return jsonify(creation_options(ask(ADDING, own_session_key().hex()), owner, there))


def _first_fault(form: PasskeyForm) -> str:
    return str(next(iter(form.errors.values()))[0])


@organiser.post("/konto/zweiter-faktor/passkeys")
@access(Access.SETTING_UP)
def keep_passkey() -> ResponseReturnValue:
    """Take the passkey that the browser has made; the password was asked for before."""
    challenge, name = (
        take(ADDING, own_session_key().hex()),
        " ".join(request.form.get("passkey-name", "").split())[:60],
    )
    back = redirect(url_for("organiser.second_factor"), 303)
    if challenge is None:
        flash(gettext("Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal."), "danger")
        return back
    made = (request.form.get("credential", ""), challenge.asked)
    try:
        with transaction():
            codes = add_passkey(
                current_user.id, name or gettext("Passkey"), made, own_session_key(), utc_now()
            )
    except WrongPasskey:
        flash(gettext("Der Passkey wurde nicht angenommen. Bitte versuchen Sie es noch einmal."))
        return back
    flash(gettext("Der Passkey ist eingerichtet. Überall sonst sind Sie abgemeldet."), "success")
    return codes_page(codes) if codes else back


@organiser.post("/konto/zweiter-faktor/passkeys/entfernen")
@access(Access.SETTING_UP)
def take_passkey_off() -> ResponseReturnValue:
    """Remove a passkey, for who knows the password."""

    def take_off() -> ResponseReturnValue:
        passkey_id = request.form.get("passkey", 0, whole_number)
        with transaction():
            remove_passkey(current_user.id, passkey_id, own_session_key(), utc_now())
        flash(gettext("Der Passkey gilt nicht mehr. Überall sonst sind Sie abgemeldet."), "success")
        return redirect(url_for("organiser.second_factor"), 303)

    return with_password("remove", take_off)


@organiser.post("/anmelden/passkey/beginn")
@access(Access.PUBLIC)
def begin_login_by_passkey() -> ResponseReturnValue:
    """Say to the script what the browser has to sign, with or without a password before."""
    try:
        spend(by_network(LOGINS), utc_now())
    except TooMany as error:
        return jsonify(error=words_of(error)), *refused_by(error)
    who = find_pending()
    keys = get_factors(who.user.id).passkeys if who else []
    of = [each.credential_id for each in keys]
    return jsonify(request_options(ask(USING, _login_of(who)), of, alone=who is None))


@organiser.post("/anmelden/passkey")
@access(Access.PUBLIC)
def log_in_by_passkey() -> ResponseReturnValue:
    """Log in whom a passkey lets in: as the second step, or all at once."""
    spend(by_network(LOGINS), utc_now())
    who, answer = find_pending(), request.form.get("credential", "")
    challenge = take(USING, _login_of(who))
    try:
        with transaction():
            user = use_passkey(answer, challenge, who.user.id if who else None)
            remember = request.form.get("remember") == "y"
            alone = Pending(user, remember=remember, state=login_state(user))
    except WrongPasskey as error:
        if who:
            note_refusal(who.user.email, "wrong passkey")
        flash(words_of(error), "danger")
        next_page = "organiser.second_step" if who else "security.login"
        return redirect(url_for(next_page, next=request.form.get("next")), 303)
    return complete(who or alone, "passkey")


def _login_of(who: Pending | None) -> str:
    """Name the login that a passkey is the second step of; empty for one by the passkey alone."""
    return who.state if who else ""
