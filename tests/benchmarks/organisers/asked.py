"""What organisers ask for: every page of theirs, and lists as they narrow, sort and search them."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from tests.benchmarks.crowd import code_of, reference_of
from tests.benchmarks.growth.halls import Hall
from tests.benchmarks.organisers.people import booking_id
from tests.web.cast import address, routes
from tests.web.forms import page_of

# Made of all bookings by nature: each page of it is printed.
LEFT_OUT = {"organiser.paper"}
MIDDLE = 2
Queries = Mapping[str, Mapping[str, str]]

FILTERS: Queries = {
    "cancelled": {"status": "cancelled"},
    "not delivered": {"status": "undelivered"},
    "valid": {"status": "valid"},
    "type, many": {"art": "buergerticket"},
    "type, few": {"art": "schulticket"},
    "came": {"da": "gekommen"},
    "did not come": {"da": "fehlt"},
    "inside": {"da": "drin"},
    "groups": {"gruppe": "ja"},
    "no groups": {"gruppe": "nein"},
    "French": {"sprache": "fr"},
    "answered Kehl": {"antwort": "buergerticket.herkunft.kehl"},
    "at the door": {"weg": "ja"},
    "booked before": {"weg": "nein"},
    "said they come": {"erinnerung": "kommt"},
    "gave tickets back": {"erinnerung": "zurueck"},
    "no answer": {"erinnerung": "offen"},
    "needs": {"bedarf": "ja"},
    "no needs": {"bedarf": "nein"},
}
PAIRS: Queries = {
    "valid, did not come": {"status": "valid", "da": "fehlt"},
    "cancelled, type": {"status": "cancelled", "art": "schulticket"},
    "type, did not come": {"art": "schulticket", "da": "fehlt"},
    "type, no answer": {"art": "schulticket", "erinnerung": "offen"},
    "French, came": {"sprache": "fr", "da": "gekommen"},
    "French, did not come": {"sprache": "fr", "da": "fehlt"},
    "English, at the door": {"sprache": "en", "weg": "ja"},
    "answered Kehl, came": {"antwort": "buergerticket.herkunft.kehl", "da": "gekommen"},
    "groups, did not come": {"gruppe": "ja", "da": "fehlt"},
    "needs, came": {"bedarf": "ja", "da": "gekommen"},
    "by name, no answer": {"sort": "name", "erinnerung": "offen"},
    "by name, did not come": {"sort": "name", "da": "fehlt"},
    "by type, did not come": {"sort": "art", "da": "fehlt"},
    "by reference, French": {"sort": "nummer", "sprache": "fr"},
    "oldest first, at the door": {"sort": "gebucht", "weg": "ja"},
    "by name, groups": {"sort": "name", "gruppe": "ja"},
}
SORTED: Queries = {
    "oldest first": {"sort": "gebucht"},
    "by name": {"sort": "name"},
    "by name, from the end": {"sort": "-name"},
    "by reference": {"sort": "nummer"},
}
FOUND: Queries = {
    "name": {"q": "hannah"},
    "part of a name": {"q": "nig-schä"},
    "one letter": {"q": "e"},
    "two words": {"q": "claire müller"},
    "address": {"q": "gast4711@example.org"},
    "part of all addresses": {"q": "example.org"},
    "company": {"q": "firma 5003"},
    "part of all companies": {"q": "firma"},
    "reference": {"q": reference_of(4711)},
    "code": {"q": code_of(2 * 4711)},
    "nobody": {"q": "zzyzx"},
    "name, by name": {"q": "hannah", "sort": "name"},
    "name, did not come": {"q": "hannah", "da": "fehlt"},
    "name, no answer": {"q": "hannah", "erinnerung": "offen"},
    "name, cancelled": {"q": "hannah", "status": "cancelled"},
    "name, groups": {"q": "hannah", "gruppe": "ja"},
}
LETTERS: Queries = {
    "sent": {"status": "sent"},
    "failed": {"status": "failed"},
    "waiting": {"status": "waiting"},
    "kind": {"brief": "bookings.reminder"},
    "kind, rare": {"brief": "bookings.thanks"},
    "kind, failed": {"brief": "bookings.reminder", "status": "failed"},
    "day": {"tag": "{today}"},
    "day, none": {"tag": "2020-01-01"},
    "name": {"q": "hannah"},
    "circular": {"rundbrief": "1"},
}
HISTORY: Queries = {
    "area, usual": {"bereich": "bookings"},
    "area, rare": {"bereich": "stands"},
    "area, none": {"bereich": "feedback"},
    "who, many": {"wer": "Eingang"},
    "who, few": {"wer": "otto@example.org"},
    "who, nobody": {"wer": "zzyzx"},
    "role, many": {"wer": "holder"},
    "role, few": {"wer": "command line"},
    "area and who": {"bereich": "events", "wer": "otto"},
    "days": {"von": "{today}", "bis": "{today}"},
    "days, none": {"von": "2020-01-01", "bis": "2020-01-02"},
    "name": {"q": "hannah"},
    "words, who": {"q": "otto@example.org"},
    "words, many deeds": {"q": "gebucht"},
    "words, few deeds": {"q": "angemeldet"},
    "words, value": {"q": "4711"},
    "words, two": {"q": "olga angemeldet"},
    "words, nothing": {"q": "zzyzx"},
}
SENDING = "senden"
CIRCULAR = {"mailing_preview": "vorschau", "confirm_mailing": SENDING}


def pages(hall: Hall) -> dict[str, str]:
    """Return the addresses of all pages of organisers by a name for the table."""
    found = {
        rule.endpoint.removeprefix("organiser."): address(hall.app, rule, hall.stage)
        for rule, method in sorted(routes(hall.app), key=lambda each: each[0].endpoint)
        if method == "GET" and rule.endpoint.startswith("organiser.")
        if rule.endpoint not in LEFT_OUT
    }
    today = hall.stage.values["date"]
    narrowed = {
        "bookings": {**_far_back(hall), **SORTED, **FILTERS, **PAIRS},
        "event_outbox": LETTERS,
        "letters": {each: LETTERS[each] for each in ("sent", "failed", "kind", "name")},
        "event_history": HISTORY,
        "house_history": HISTORY,
    }
    lists = {
        f"{page}: {name}": _narrowed(found[page], query, today)
        for page, queries in narrowed.items()
        for name, query in queries.items()
    }
    searches = {
        f"search: {name}": _narrowed(found["bookings"], query, today)
        for name, query in FOUND.items()
    }
    # A second circular, to whoever did neither come nor answer.
    room = found["mailings"]
    circular = {f"{each}, narrowed": f"{room}/3/{path}" for each, path in CIRCULAR.items()}
    return lists | searches | circular | found


def press_before(hall: Hall, path: str) -> Callable[[], TestResponse] | None:
    """Return the press of a draft that leads to a page and counts for it, if there is one."""
    if not path.endswith(f"/{SENDING}"):
        return None
    draft = path.removesuffix(f"/{SENDING}")
    (form,) = (each for each in page_of(hall.browser.get(draft)).forms if each.action == draft)
    data = {**dict(form.form_values()), "weiter": SENDING}
    return lambda: hall.browser.post(draft, data=data)


def _narrowed(path: str, query: Mapping[str, str], today: str) -> str:
    return f"{path}?{urlencode({key: value.format(today=today) for key, value in query.items()})}"


def _far_back(hall: Hall) -> Queries:
    """Return pages in the middle of the crowd."""
    after = str(booking_id(hall.size.tickets // MIDDLE))
    return {
        "first page": {},
        "page far back": {"nach": after},
        "page far back, by name": {"nach": after, "sort": "name"},
        "page far back, backwards": {"vor": after},
        "page far back, did not come": {"nach": after, "da": "fehlt"},
    }
