"""The mailbox of the demo: the letters that were sent, with what they enclose."""

import mailbox
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ortenaudigital.web.shared.access.guards import Access, access

demo = Blueprint("demo", __name__, url_prefix="/demo")


def mailbox_folder() -> Path:
    """Return where the demo's mail server puts what it takes."""
    folder: Path = current_app.config["CONFIG"].data_dir / "mailbox"
    return folder


def _letters() -> list[tuple[str, EmailMessage]]:
    box = mailbox.Maildir(mailbox_folder(), create=True)
    keys = sorted(box.keys(), reverse=True)
    return [(key, message_from_bytes(box.get_bytes(key), policy=policy.default)) for key in keys]


def _letter(key: str) -> EmailMessage:
    for known, letter in _letters():
        if known == key:
            return letter
    raise NotFound


@demo.get("/postfach")
@access(Access.PUBLIC)
def inbox() -> ResponseReturnValue:
    """List all letters, the newest first."""
    return render_template("demo/inbox.html", letters=_letters())


@demo.get("/postfach/<key>")
@access(Access.PUBLIC)
def letter(key: str) -> ResponseReturnValue:
    """Show one letter as plain text, with its enclosures."""
    letter = _letter(key)
    body = letter.get_body(("plain",))
    return render_template(
        "demo/letter.html",
        key=key,
        letter=letter,
        text=body.get_content() if body else "",
        enclosures=[part.get_filename() for part in letter.iter_attachments()],
    )


@demo.get("/postfach/<key>/<filename>")
@access(Access.PUBLIC)
def enclosure(key: str, filename: str) -> ResponseReturnValue:
    """Hand out what a letter encloses."""
    for part in _letter(key).iter_attachments():
        if part.get_filename() == filename:
            data = part.get_payload(decode=True)
            return Response(data, mimetype=part.get_content_type())
    raise NotFound
