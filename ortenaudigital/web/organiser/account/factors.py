"""Zweiter Faktor: what an account has of it, and its recovery codes."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ortenaudigital.accounts.errors import WrongPassword
from ortenaudigital.accounts.factors.changes import renew_codes
from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.web.organiser.account.forms import PasskeyForm, ProofForm
from ortenaudigital.web.organiser.account.proof import prove_own_password
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import (
    Access,
    access,
    lacks_second_factor,
    wanted_before,
)
from ortenaudigital.web.shared.access.logins import device, own_session_key
from ortenaudigital.web.shared.answers.refusals import refused_by, words_of


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


def codes_page(codes: list[str]) -> str:
    """Show new recovery codes, this once, and lead on to what waited for the second factor."""
    onward = wanted_before() or url_for("organiser.start")
    return render_template("organiser/account/codes.html", event=None, codes=codes, onward=onward)


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
    except (WrongPassword, TooMany) as error:
        form.password.errors = [words_of(error)]
        return factors_page(form), *refused_by(error)
    return then()
