"""Whatever changes something writes it into the history; what does not, says here why not.

Read from the code: which functions each route, command and job reaches. A new one that reaches
`record` nowhere is refused.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest
from flask import Flask

from tests.web.trail.calls import Name, graph, reached, writing

RECORD = ("ortenaudigital.audit.commands", "record")
LETTER = "it writes to an address; what is changed by the answer is written down then"
SECRET = "that somebody has needs is a secret like the needs themselves"
LOOKS = "it shows something that is stored nowhere"
ROUTES = {
    "door.contact": "a phone says that it is there, every 15 seconds",
    "organiser.ask_for_password": LETTER,
    "organiser.ask_for_proposal": "a draft is made; who accepts or discards it is written down",
    "organiser.begin_login_by_passkey": "it draws a riddle; the login is written down",
    "organiser.begin_passkey": "it draws a riddle; the new passkey is written down",
    "organiser.preview_letter": LOOKS,
    "organiser.preview_selection": LOOKS,
    "organiser.settle_needs": SECRET,
    "public.ask_address": LETTER,
    "public.ask_links": LETTER,
    "public.open_invited": "that a page was opened changes nothing that anybody holds",
    "public.redeem_code": "a code is only looked at; the booking with it is written down",
    "public.save_needs": SECRET,
    "public.take_bounces": "the worker acts upon it, and writes down `bookings.undelivered`",
    "public.withdraw_consent": SECRET,
    "security.login": "a signal writes it down, in web/shared/access/logins",
    "security.logout": "whoever leaves by themselves changes nothing but their own login",
}
COMMANDS = {"doctor": "it tries whether the database can be written to, and takes that back"}
# Rooms that hold nothing of the conference: what waits, what may be asked for how often, pictures.
MACHINERY = (
    *("queue", "jobs", "limits", "outbox", "pictures", "kernel", "health"),
    *("accounts.sessions", "installation", "bookings.holds"),
)
USE_CASES = {
    "accounts.commands.create_user": "its command writes it down",
    "accounts.factors.authenticators.use_app_code": "so that a code is used once; part of a login",
    "accounts.factors.passkeys.use_passkey": "counts how often; part of a login",
    "accounts.resets.commands.ask": LETTER,
    "bookings.access.invitations.open_invitation": ROUTES["public.open_invited"],
    "bookings.changes.address.ask_for_address": LETTER,
    "bookings.changes.address.delete_address_changes": "old requests, erased in time",
    "bookings.changes.link_requests.delete_link_requests": "old requests, erased in time",
    "bookings.changes.link_requests.request_links": LETTER,
    "bookings.needs.commands.change_needs": SECRET,
    "bookings.needs.commands.set_done": SECRET,
    "bookings.needs.commands.withdraw_needs": SECRET,
    "bookings.notes.commands.add_reason": "part of what it is the reason of",
    "bookings.pending.commands.ask_to_confirm": LETTER,
    "bookings.pending.commands.disown": "nothing was booked before the address is proved",
    "bookings.pending.commands.drop": "nothing was booked before the address is proved",
    "bookings.reminders.commands.write_next": "letters; the outbox keeps when each was written",
    "bookings.wait_list.offers.let_go": "counts who was passed over; offers are written down",
    "checkin.devices.commands.note_contact": ROUTES["door.contact"],
    "checkin.paper.phone_file.device_of_file": "what is entered from the file is written down",
    "events.sections.toml.towns.store_town": "its command writes it down",
    "fair.applications.drafts.commands.delete_drafts": "what nobody has sent",
    "fair.applications.drafts.commands.delete_old_drafts": "what nobody has sent",
    "fair.applications.drafts.commands.save_draft": "what nobody has sent",
    "fair.contacts.commands.delete_unseen": "what nobody confirmed, erased in time",
    "fair.placement.drafts.keep_draft": ROUTES["organiser.ask_for_proposal"],
    "fair.placement.drafts.request_proposal": ROUTES["organiser.ask_for_proposal"],
    "mailings.choosing.keep": "what was counted of a draft, for a while",
    "mailings.exhibitors.ExhibitorChoice": "part of sending, which is written down",
    "mailings.guests.GuestChoice": "part of sending, which is written down",
    "privacy.whole_event.commands.go_on": "goes on with what was written down as confirmed",
    "privacy.whole_event.queries.count_content": "counts",
    "mailings.letters.example": "a made-up letter, which is stored nowhere",
    "mailings.trials.send_trials": "it writes to who asks",
}


def name_of(function: Callable[..., Any]) -> Name:
    """Return where a view or a command is defined; what is made inside a function is that."""
    own = inspect.unwrap(function)
    return own.__module__, own.__qualname__.partition(".")[0]


def unsafe_views(app: Flask) -> Iterator[tuple[str, Name]]:
    for endpoint, view in sorted(app.view_functions.items()):
        methods: set[str] = set()
        methods.update(*(rule.methods or () for rule in app.url_map.iter_rules(endpoint)))
        if methods & {"POST", "PUT", "PATCH", "DELETE"}:
            yield endpoint, name_of(view)


def commands(group: Any, path: str = "") -> Iterator[tuple[str, Name]]:
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from commands(each, f"{path}{name} ")
        elif each.callback is not None and name_of(each.callback)[0] != "flask_migrate.cli":
            yield f"{path}{name}", name_of(each.callback)


@pytest.mark.one_database("the code is the same on both")
def test_every_route_that_changes_something_writes_it_down(app: Flask) -> None:
    views = dict(unsafe_views(app))
    assert len(views) > 200
    silent = {endpoint for endpoint, name in views.items() if RECORD not in reached([name])}
    assert silent - set(ROUTES) == set()
    assert set(ROUTES) <= set(views)


@pytest.mark.one_database("the code is the same on both")
def test_every_command_that_changes_something_writes_it_down(app: Flask) -> None:
    found = dict(commands(app.cli))
    assert len(found) > 20
    silent = {
        command
        for command, name in found.items()
        if RECORD not in reached([name]) and writing([name])
    }
    assert silent - set(COMMANDS) == set()
    assert all(name in graph() for name in found.values())


def is_of_edge(name: Name) -> bool:
    module = name[0].removeprefix("ortenaudigital.")
    return module.startswith(("web.", "cli.")) or module.endswith(".worker")


def test_every_use_case_that_changes_something_writes_it_down() -> None:
    """What pages, commands and workers call of the features below them."""
    edge = {name for name in graph() if is_of_edge(name)}
    called = {each for name in edge for each in graph()[name].names if each in graph()} - edge
    silent = {
        f"{module}.{name}".removeprefix("ortenaudigital.")
        for module, name in called
        if writing([(module, name)]) and RECORD not in reached([(module, name)])
    }
    others = {each for each in silent if not each.startswith(MACHINERY)}
    assert others - set(USE_CASES) == set()
