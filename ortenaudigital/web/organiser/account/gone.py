"""What is said to who comes by a link of an account that holds no more, with the way on."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.errors import UnknownReset
from ortenaudigital.kernel.db import db
from ortenaudigital.web.organiser.blueprint import organiser


def gone_page(title: str, words: str, *, asks_again: bool = False) -> ResponseReturnValue:
    """Show the way to the login; `asks_again`: before that, to another link for a new password."""
    db.session.rollback()
    page = render_template(
        "organiser/account/gone.html", event=None, title=title, words=words, asks_again=asks_again
    )
    return page, 404


@organiser.errorhandler(UnknownReset)
def reset_is_gone(_: UnknownReset) -> ResponseReturnValue:
    """Offer another link for a new password."""
    words = gettext("Er gilt eine Stunde lang und nur für ein neues Passwort.")
    return gone_page(gettext("Dieser Link gilt nicht mehr"), words, asks_again=True)
