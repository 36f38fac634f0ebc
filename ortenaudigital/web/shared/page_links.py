"""The addresses of a public page for those who list it: its own, and those of its languages.

Without `?lang=` a page comes in the language that the browser wants, and in German to those that
want none: that is its German address.
"""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, current_app, request, url_for

from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.web.shared.access.guards import Access
from ortenaudigital.web.shared.language import LANGUAGES, current_language


@dataclass(frozen=True)
class PageLinks:
    """The whole address of a page as it is shown, and by language; `x-default`: for all others."""

    own: str
    languages: dict[str, str]


def links_of(address: str) -> dict[str, str]:
    """Return the addresses of a page in all languages, as search engines name these."""
    found = {code: in_language(address, code) for code in LANGUAGES}
    return found | {"x-default": address}


def in_language(address: str, language: str) -> str:
    """Return the address at which a page comes in a language, whatever the browser wants."""
    return address if language == DEFAULT_LANGUAGE else f"{address}?lang={language}"


def absolute(path: str) -> str:
    """Return the whole address of a path, as others may write it down."""
    return f"{current_app.config['BASE_URL']}{path}"


def picture_path(event: Event) -> str:
    """Return where the picture of an event is; it has another address after each change.

    That of a cancelled one says so, whatever its page shows.
    """
    if event.picture_id and not event.is_cancelled:
        return url_for("public.event_photo", slug=event.slug, v=event.version)
    language = current_language()
    return url_for("public.event_picture", slug=event.slug, lang=language, v=event.version)


def page_links() -> PageLinks | None:
    """Return the addresses of the page in hand; None for one that nobody should list."""
    rules = current_app.extensions["access_rules"]
    if request.method != "GET" or rules.get(request.endpoint or "") is not Access.PUBLIC:
        return None
    address = absolute(quote(request.path))
    return PageLinks(in_language(address, current_language()), links_of(address))


def init_page_links(app: Flask) -> None:
    """Let templates ask for the addresses of their page."""
    app.jinja_env.globals.update(
        page_links=page_links, links_of=links_of, absolute=absolute, picture_path=picture_path
    )
