"""A form that cannot be taken now: whoever filled it in sends it again, and types nothing twice."""

from flask import render_template, request

from ortenaudigital.web.shared.robots.honeypot import HONEYPOT

# No page shows a password, not even hidden.
SECRET = "password"  # noqa: S105  # a part of names of fields
TOKEN = "csrf_token"  # noqa: S105  # the name of a field


def typed() -> list[tuple[str, str]]:
    """Return all that was sent."""
    return [(name, text) for name, text in request.form.items(multi=True) if name != HONEYPOT]


def may_be_sent_again() -> bool:
    """Say whether a form can be shown once more to be sent: not with a password in it."""
    return bool(request.form) and not any(SECRET in name for name in request.form)


def logged_out_page() -> str:
    """Ask to log in in another window, and to send the form again."""
    return _page(typed(), logged_out=True)


def confirmation_page() -> str:
    """Ask somebody who is logged in whether they mean what they sent, by a token of now."""
    return _page([each for each in typed() if each[0] != TOKEN], logged_out=False)


def _page(fields: list[tuple[str, str]], *, logged_out: bool) -> str:
    return render_template(
        "errors/send_again.html",
        fields=fields,
        logged_out=logged_out,
        here=request.full_path.rstrip("?"),
        files=any(each.filename for each in request.files.values()),
    )
