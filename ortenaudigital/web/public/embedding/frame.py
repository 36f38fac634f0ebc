"""The booking form as others show it: docs/decisions says what it may and what happens then.

The form is sent to its own address, so that inside the frame the browser itself says that it comes
from our page; no session and no cookie is needed. The page of a booking is never shown in a frame.
"""

from dataclasses import replace

from flask import g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.offering import Offering, show_form, take_form
from ortenaudigital.web.public.tickets import offer_to_everyone
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.assets import asset_file
from ortenaudigital.web.shared.answers.pagecache import cached_form
from ortenaudigital.web.shared.forms import fill_hole
from ortenaudigital.web.shared.headers import POLICY_NAME, framed_policy
from ortenaudigital.web.shared.language import LANGUAGES, current_language

HOUR = 3600


@public.get("/<slug>/einbetten")
@access(Access.PUBLIC)
def embedded(slug: str) -> ResponseReturnValue:
    """Show the booking form alone, for a frame on the page of a town."""
    event = _begin(slug)
    form = BookingForm()
    form.leave_hole()
    page = cached_form(lambda: show_form(_offering(slug), form), fill_hole)
    return _framed(page, event)


@public.post("/<slug>/einbetten")
@access(Access.PUBLIC)
def book_embedded(slug: str) -> ResponseReturnValue:
    """Book, and say so inside the frame; the tickets open beside the page that shows it."""
    event = _begin(slug)

    def say_so(where: str) -> str:
        # A type may ask to confirm the address first: then it leads to the page that waits.
        is_booked = where.startswith("/buchung/")
        link = f"{where}?lang={current_language()}"
        page = "public/embedding/booked.html"
        return render_template(page, event=event, link=link, is_booked=is_booked)

    return _framed(make_response(take_form(slug, lambda: _offering(slug), then=say_so)), event)


@public.get("/einbetten.js")
@access(Access.PUBLIC)
def embed_script() -> ResponseReturnValue:
    """Hand out the script that fits a frame to its content, under a name that stays."""
    script = Response(asset_file("embed.js").read_bytes(), mimetype="text/javascript")
    script.headers["Cache-Control"] = f"public, max-age={HOUR}"
    # It is a module, which browsers take from others only with their leave.
    script.headers["Access-Control-Allow-Origin"] = "*"
    script.add_etag()
    return script.make_conditional(request.environ)


def _begin(slug: str) -> Event:
    event = get_public_event(slug)
    # Pages ask for it: without a head, and telling these origins how high they are.
    g.embedded = event.embed_on or [""]
    return event


def _offering(slug: str) -> Offering:
    lang = request.args.get("lang")
    here = url_for("public.embedded", slug=slug, lang=lang if lang in LANGUAGES else None)
    # A list of names is for a page of its own, which no frame may show.
    return replace(offer_to_everyone(slug), here=here, group="")


def _framed(answer: Response, event: Event) -> Response:
    answer.headers[POLICY_NAME] = framed_policy(event.embed_on)
    return answer
