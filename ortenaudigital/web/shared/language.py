"""The language of a page: `?lang=`, else the one chosen before, else the browser's wish."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from babel.lists import format_list
from flask import Flask, g, has_request_context, request
from flask_babel import format_date, format_datetime, format_decimal, get_locale, gettext, ngettext
from markupsafe import Markup, escape
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from ortenaudigital.adapters.markdown import as_html, as_text
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import DEFAULT_LANGUAGE, text_in
from ortenaudigital.kernel.clock import local
from ortenaudigital.kernel.extensions import written
from ortenaudigital.kernel.text import initials, sort_key, split_short_parts

LANGUAGES = {"de": "Deutsch", "en": "English", "fr": "Français"}
COOKIE = "lang"
HALF_A_YEAR = 15_552_000
MINUTES_AGO = 59


def choose_language() -> str:
    """Return the language for this request; for letters, the one that was forced."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if "language" not in g:
        accepted = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
        g.language = _chosen_language() or _language_of_browser(accepted)
    return str(g.language)


def _chosen_language() -> str | None:
    wished = request.args.get("lang") if request.query_string else None
    if not wished and "HTTP_COOKIE" in request.environ:
        wished = request.cookies.get(COOKIE)
    return wished if wished in LANGUAGES else None


@lru_cache(maxsize=256)
def _language_of_browser(accepted: str) -> str:
    # Read once for all who send the same: it was a tenth of a page that is kept.
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES) or DEFAULT_LANGUAGE


def current_language() -> str:
    """Return the language that texts come out in right now."""
    locale = get_locale()
    return str(locale.language) if locale else DEFAULT_LANGUAGE


def language_links(path: str) -> list[dict[str, Any]]:
    """Return the links of the language switch for the page at this path."""
    shown = current_language()
    others = {name: value for name, value in request.args.items() if name != "lang"}
    return [
        {
            "code": code,
            "name": name,
            "url": f"{path}?{urlencode(others | {'lang': code})}",
            "current": code == shown,
        }
        for code, name in LANGUAGES.items()
    ]


def texts(value: dict[str, str]) -> str:
    """Pick the text of the current language."""
    return text_in(value, current_language())


def lang_texts(value: dict[str, str], most: int | None = None) -> Markup:
    """Pick the text of the current language; say its language where there is only the German.

    Cut after `most` characters, if it is longer.
    """
    shown = current_language()
    text = text_in(value, shown)
    if most is not None and len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    if not text or value.get(shown) or shown == DEFAULT_LANGUAGE:
        return _unbroken(text)
    return Markup('<span lang="{}">{}</span>').format(DEFAULT_LANGUAGE, _unbroken(text))


def _unbroken(text: str) -> Markup:
    pieces = enumerate(split_short_parts(text))
    kept = Markup('<span class="nowrap">{}</span>')
    return Markup().join(kept.format(piece) if n % 2 else escape(piece) for n, piece in pieces)


def as_markdown(text: str) -> Markup:
    """Return a text with marks as HTML."""
    # What comes out of there is sanitised.
    return Markup(as_html(text))  # noqa: S704


def markdown_texts(value: dict[str, str]) -> Markup:
    """Pick the text of the current language as HTML; say its language where it is the German."""
    shown = current_language()
    html = as_markdown(text_in(value, shown))
    if value.get(shown) or shown == DEFAULT_LANGUAGE:
        return html
    return Markup('<div lang="{}">{}</div>').format(DEFAULT_LANGUAGE, html)


def plain_texts(value: dict[str, str]) -> str:
    """Pick the text of the current language, without the marks of Markdown."""
    return as_text(texts(value))


def sort_text(values: Iterable[str]) -> list[str]:
    """Sort texts as a dictionary does."""
    return sorted(values, key=sort_key)


def and_list(values: Iterable[str]) -> str:
    """List words as people say them: `Kehl, Lahr und Offenburg`."""
    return format_list(list(values), locale=get_locale() or DEFAULT_LANGUAGE)


def day_date(day: Day) -> str:
    """Write the date of a day: `Freitag, 1. Oktober 2027`."""
    # Translators: how a date is written, as CLDR says it; so are the patterns below.
    return _first(format_date(day.date, gettext("EEEE, d. MMMM y")), day.date)


def short_date(value: date) -> str:
    """Write a date with two-digit day and month: `01.10.2027`."""
    return format_date(value, gettext("dd.MM.y"))


def short_date_of(moment: datetime, zone: str = "Europe/Berlin") -> str:
    """Write the date on which a moment falls where the event is: `01.10.2027`."""
    return short_date(local(moment, zone).date())


def hours(day: Day, event: Event) -> str:
    """Write opening hours: `8:30–13:00 Uhr`."""
    opens, closes = local(day.opens_at, event.timezone), local(day.closes_at, event.timezone)
    # A day that closes at midnight ends at 24:00; 0:00 would be its beginning.
    midnight = not (closes.hour or closes.minute)
    end = _clock(24 if midnight else closes.hour, closes.minute)
    return gettext("%(opens)s–%(closes)s Uhr", opens=_clock(opens.hour, opens.minute), closes=end)


def _clock(hour: int, minute: int) -> str:
    return gettext("%(hour)s:%(minute)s", hour=hour, minute=f"{minute:02}")


def moment_text(moment: datetime, zone: str = "Europe/Berlin") -> str:
    """Write a moment as people say it: `1. Oktober 2027, 8:31`."""
    shown = local(moment, zone)
    # The zone is applied here because Babel's own is one for the whole app.
    return _first(format_datetime(shown, gettext("d. MMMM y, H:mm"), rebase=False), shown)


def _first(text: str, day: date) -> str:
    # French alone counts the first of a month, `1er octobre`, which no pattern can say.
    if day.day != 1 or current_language() != "fr":
        return text
    return re.sub(r"\b1 ", "1er ", text, count=1)


def short_moment(moment: datetime, zone: str = "Europe/Berlin") -> str:
    """Write a moment so that it fits into a table: `01.10.2027, 8:31`."""
    shown = local(moment, zone)
    return f"{short_date(shown.date())}, {_clock(shown.hour, shown.minute)}"


def clock_text(moment: datetime, zone: str = "Europe/Berlin") -> str:
    """Write the time of day alone, where the day is known: `8:31`."""
    shown = local(moment, zone)
    return _clock(shown.hour, shown.minute)


def ago_text(moment: datetime, now: datetime, zone: str = "Europe/Berlin") -> str:
    """Say how long ago something was; what is older than an hour is said as a moment."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return gettext("gerade eben")
    if minutes > MINUTES_AGO:
        return gettext("%(time)s Uhr", time=short_moment(moment, zone))
    return ngettext("vor %(num)d Minute", "vor %(num)d Minuten", minutes)


def metres_text(cm: int) -> str:
    """Write centimetres as metres: `2,5`."""
    return format_decimal(cm / 100)


def init_language(app: Flask) -> None:
    """Give the templates their texts and dates, and remember a choice of language."""
    app.jinja_env.filters.update(
        texts=texts,
        day_date=day_date,
        short_date=short_date,
        short_date_of=short_date_of,
        lang_texts=lang_texts,
        markdown_texts=markdown_texts,
        plain_texts=plain_texts,
        as_markdown=as_markdown,
        sort_text=sort_text,
        and_list=and_list,
        moment=moment_text,
        short_moment=short_moment,
        clock=clock_text,
        ago=ago_text,
        initials=initials,
        metres=metres_text,
        written=written,
    )
    app.jinja_env.globals.update(hours=hours, current_language=current_language)

    @app.context_processor
    def switch() -> dict[str, Any]:
        return {"languages": language_links(request.path)} if has_request_context() else {}

    @app.after_request
    def remember(response: Response) -> Response:
        wished = request.args.get("lang") if request.query_string else None
        # On the page of somebody else nothing is remembered: its address says the language.
        if wished in LANGUAGES and not g.get("embedded"):
            secure = bool(app.config["SESSION_COOKIE_SECURE"])
            response.set_cookie(
                COOKIE, wished, HALF_A_YEAR, secure=secure, httponly=True, samesite="Lax"
            )
        return response
