"""Who lost the mail: a letter with all links goes to the address, if it has bookings."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.changes import request_links
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import LOST_LINKS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking.forms import LostLinksForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.language import current_language


@public.get("/tickets-vergessen")
@access(Access.PUBLIC)
def lost_links() -> ResponseReturnValue:
    """Ask for the address, or say what becomes of it: the same for every address."""
    return _page(LostLinksForm())


def _page(form: LostLinksForm, refusal: str | None = None) -> str:
    notice = None if refusal or form.errors else read_notice([Notice.LINKS_ASKED])
    return render_template(
        "public/booking/lost_links.html", form=form, refusal=refusal, notice=notice
    )


@public.post("/tickets-vergessen")
@access(Access.PUBLIC)
def ask_links() -> ResponseReturnValue:
    """Have the worker write to the address; nothing here depends on whether it is known."""
    form = LostLinksForm()
    if not form.validate():
        return _page(form), 422
    try:
        spend(by_network(LOST_LINKS), utc_now())
    except TooMany as refusal:
        return _page(form, words_of(refusal)), 429, retry_after(refusal)
    with transaction():
        request_links(form.email.data, current_language(), utc_now())
    return redirect(with_notice(url_for("public.lost_links"), Notice.LINKS_ASKED), 303)
