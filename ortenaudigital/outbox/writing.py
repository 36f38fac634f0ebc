"""Write a letter from its templates: `letters/<kind>/`, with a subject and both bodies."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template

from ortenaudigital.adapters.mailer import Composed, Enclosure
from ortenaudigital.outbox.texts.filling import Words, fill
from ortenaudigital.outbox.texts.queries import find_text, find_trial


def write_letter(
    kind: str,
    recipient: str,
    context: Mapping[str, Any],
    enclosures: Sequence[Enclosure] = (),
) -> Composed:
    """Write a letter about `context["event"]`, whose contact reads the answers.

    `kind` is that of the queue, such as `bookings.confirmation`: its templates are in
    `letters/bookings/confirmation`. Call it in the language of the letter. The organisers' own
    words for it are filled in with `context["placeholders"]`. A letter that nobody has to have says
    by `context["unsubscribe_url"]` where to be spared such letters.
    """
    folder = f"letters/{kind.replace('.', '/')}"
    event = context["event"]
    own = _own_words(kind, context)
    subject = own.subject or render_template(f"{folder}/subject.txt", **context).strip()
    known = {"unsubscribe_url": "", **context, "subject": subject, "own": own}
    return Composed(
        recipient=recipient,
        subject=subject,
        text=render_template(f"{folder}/body.txt", **known),
        html=render_template(f"{folder}/body.html", **known),
        enclosures=enclosures,
        reply_to=event.contact,
        unsubscribe_url=known["unsubscribe_url"],
    )


def _own_words(kind: str, context: Mapping[str, Any]) -> Words:
    event, trial = context["event"], find_trial()
    place = ", ".join(each for each in (event.venue_name, event.address) if each)
    values = {"veranstaltung": event.title, "ort": place, **context.get("placeholders", {})}
    if trial is None:
        return fill(find_text(event.id, kind, context["language"]), values)
    trial.values |= values
    return fill(trial.text, values, trial.mark)
