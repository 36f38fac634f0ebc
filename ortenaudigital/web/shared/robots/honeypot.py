"""What tells people from programs that fill in forms, without a puzzle and without a third party.

A field that people do not find, and the time that filling in takes. All public forms that make
something carry both with their `request_id`.
"""

from typing import Any
from uuid import UUID

from flask import current_app, request
from flask_babel import gettext
from markupsafe import Markup
from wtforms import HiddenField

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.robots.form_ids import Doubt, age_of, doubt_of_age, form_key

# Neither browsers nor password managers know the name of anything in it. It may not be called
# after what people are asked for (name, mail, phone, address, web site, company).
HONEYPOT = "second_remark"


class PublicFormId(HiddenField):
    """The hidden id of a public form, and beside it the field that stays empty."""

    with_honeypot = True

    def __call__(self, **kwargs: Any) -> Markup:
        """Render both."""
        own: Markup = super().__call__(**kwargs)
        return own + _honeypot() if self.with_honeypot else own


def _honeypot() -> Markup:
    """Render a field that neither eyes nor screen readers, keyboards or browsers come across.

    The style sheet hides it; without style sheets its label says what to do.
    """
    return Markup(
        '<div class="form__spare" aria-hidden="true"><label>{label} '
        '<input type="text" name="{name}" value="" tabindex="-1" autocomplete="off"'
        ' data-1p-ignore data-bwignore data-lpignore="true" data-form-type="other">'
        "</label></div>"
    ).format(label=gettext("Bitte leer lassen"), name=HONEYPOT)


def doubt_of_form(form_id: UUID, takes_time: bool) -> Doubt | None:
    """Say why the form that was sent looks as if no person had filled it in."""
    if request.form.get(HONEYPOT):
        return Doubt.HONEYPOT
    least = current_app.config["CONFIG"].form_seconds
    if not least:
        return None
    age = age_of(form_key(), form_id, utc_now().timestamp())
    return doubt_of_age(age, least if takes_time else 0)
