"""Write a letter from its templates: `letters/<kind>/`, with a subject and both bodies."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template

from ortenaudigital.adapters.mailer import Composed, Enclosure


def write_letter(
    kind: str,
    recipient: str,
    context: Mapping[str, Any],
    enclosures: Sequence[Enclosure] = (),
) -> Composed:
    """Write a letter about `context["event"]`, whose contact reads the answers.

    `kind` is that of the queue, such as `bookings.confirmation`: its templates are in
    `letters/bookings/confirmation`. Call it in the language of the letter.
    """
    folder = f"letters/{kind.replace('.', '/')}"
    subject = render_template(f"{folder}/subject.txt", **context).strip()
    known = {**context, "subject": subject}
    return Composed(
        recipient=recipient,
        subject=subject,
        text=render_template(f"{folder}/body.txt", **known),
        html=render_template(f"{folder}/body.html", **known),
        enclosures=enclosures,
        reply_to=context["event"].contact_email,
    )
