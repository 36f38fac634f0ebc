"""What the towns copy onto their own pages, so that people can book there."""

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.models import Event
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.language import LANGUAGES, current_language
from ortenaudigital.web.shared.page_links import absolute


@organiser.get("/<slug>/einbetten")
@needs(Permission.EVENT_READ)
def embedding() -> ResponseReturnValue:
    """Show the code of the frame and of the button, in the language that guests shall see."""
    event = g.event
    wished = request.args.get("sprache")
    language = wished if wished in LANGUAGES else current_language()
    return render_template(
        "organiser/event/embedding.html",
        event=event,
        language=language,
        languages_of_guests=LANGUAGES,
        **_codes(event, language),
    )


def _codes(event: Event, language: str) -> dict[str, str]:
    with force_locale(language):
        words = {
            "title": gettext("Kostenlose Tickets für %(event)s", event=event.title),
            "label": gettext("Kostenloses Ticket buchen"),
        }
    slug, lang = event.slug, language
    addresses = {
        "frame_url": absolute(url_for("public.embedded", slug=slug, lang=lang)),
        "button_url": absolute(url_for("public.tickets", slug=slug, lang=lang)),
        "script_url": absolute(url_for("public.embed_script")),
    }
    return {
        name: render_template(f"organiser/event/code/{name}.html", **addresses, **words).strip()
        for name in ("frame", "button")
    }
