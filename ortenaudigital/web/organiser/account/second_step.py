"""The second step of a login: a code of the app, or one of the codes for who lost it."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.errors import WrongCode
from ortenaudigital.accounts.factors.authenticators import use_app_code
from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.accounts.factors.recovery import use_recovery_code
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany, TooManyCodes
from ortenaudigital.limits.rules import LOGINS, SECOND_STEPS, SECOND_STEPS_OF_ACCOUNT
from ortenaudigital.web.organiser.account.forms import SecondStepForm
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.access.logins import claim_of, note_refusal
from ortenaudigital.web.shared.access.second_step import Pending, complete, find_pending
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of

APP, RECOVERY = "authenticator", "recovery code"


@organiser.get("/anmelden/zweiter-schritt")
@access(Access.PUBLIC)
def second_step() -> ResponseReturnValue:
    """Ask who has typed the right password for more."""
    who = find_pending()
    return _page(who, SecondStepForm(formdata=None)) if who else _begin_anew()


def _begin_anew() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        flash(gettext("Bitte melden Sie sich noch einmal an."), "info")
    return redirect(url_for("security.login", next=request.values.get("next")))


def _page(who: Pending, form: SecondStepForm, refusal: str | None = None) -> str:
    factors = get_factors(who.user.id)
    return render_template(
        "organiser/account/second_step.html",
        event=None,
        email=who.user.email,
        form=form,
        factors=factors,
        by_recovery=request.values.get("art") == "ersatz" or not factors.app_since,
        target=request.values.get("next"),
        refusal=refusal,
    )


@organiser.post("/anmelden/zweiter-schritt")
@access(Access.PUBLIC)
def take_second_step() -> ResponseReturnValue:
    """Log in who shows a code that is right and was not used before."""
    form, who, now = SecondStepForm(), find_pending(), utc_now()
    if who is None:
        return _begin_anew()
    if not form.validate():
        return _page(who, form), 422
    email, code = who.user.email, form.code.data or ""
    by = RECOVERY if request.form.get("art") == "ersatz" else APP
    try:
        _count(who, by, now)
        with transaction():
            (use_recovery_code if by == RECOVERY else use_app_code)(who.user.id, code, now)
    except TooMany as error:
        note_refusal(email, "too many codes", once=True)
        return _page(who, form, words_of(error)), 429, retry_after(error)
    except WrongCode as error:
        note_refusal(email, "wrong code")
        form.code.errors = [words_of(error)]
        return _page(who, form), 422
    return complete(who, by)


def _count(who: Pending, by: str, now: datetime) -> None:
    spend([*by_network(LOGINS), claim_of(SECOND_STEPS, who.user.email)], now)
    # A code for who lost the phone is too long to be guessed, and the way in for who is locked out
    # by somebody else's guesses.
    if by == APP:
        try:
            spend([Claim(SECOND_STEPS_OF_ACCOUNT, f"user:{who.user.id}")], now)
        except TooMany as full:
            raise TooManyCodes(full.seconds) from full
