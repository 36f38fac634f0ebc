"""Messages to the organisers and from them."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from ortenaudigital.fair.portal.messages.commands import Words, ask_organisers
from ortenaudigital.fair.portal.messages.queries import list_messages
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.forms import OnceMixin, OpenForm, many_lines


class MessageForm(OnceMixin, OpenForm):
    """What an exhibitor writes to the organisers."""

    words = TextAreaField(
        _l("Ihre Nachricht"),
        [
            DataRequired(_l("Bitte schreiben Sie, worum es geht.")),
            Length(max=4000, message=_l("Bitte schreiben Sie höchstens 4.000 Zeichen.")),
        ],
        filters=[many_lines],
    )


@exhibitors.get("/aussteller/<key>/nachrichten")
@access(Access.SECRET_LINK)
def messages(key: str) -> ResponseReturnValue:
    """Show what was written, and the form for more."""
    return _show(visitor_of(key), MessageForm(formdata=None))


@exhibitors.post("/aussteller/<key>/nachrichten")
@access(Access.SECRET_LINK)
def write(key: str) -> ResponseReturnValue:
    """Write to the organisers."""
    visitor, form = changing(key), MessageForm()
    if not form.validate():
        return _show(visitor, form), 422
    words = Words(UUID(form.request_id.data), form.words.data, visitor.actor)
    try:
        with transaction():
            ask_organisers(visitor.exhibitor, words, utc_now())
    except DomainError as error:
        return _show(visitor, form, words_of(error)), status_of(error)
    return back_to("messages", key, Notice.MESSAGE_SENT)


def _show(visitor: Visitor, form: MessageForm, refusal: str | None = None) -> str:
    return render_template(
        "exhibitors/portal/messages.html",
        key=visitor.key,
        event=visitor.event,
        messages=list_messages(visitor.exhibitor),
        form=form,
        refusal=refusal,
        notice=read_notice([Notice.MESSAGE_SENT]),
    )
