"""The commands of the operator: `flask --app wsgi …`."""

from flask import Flask

from ortenaudigital.cli.clock import clock
from ortenaudigital.cli.demo import demo
from ortenaudigital.cli.doctor import doctor
from ortenaudigital.cli.erasing import erase_event
from ortenaudigital.cli.event_states import cancel_event, publish_event, withdraw_event
from ortenaudigital.cli.events import event
from ortenaudigital.cli.keys import ticket_key
from ortenaudigital.cli.people import door, user
from ortenaudigital.cli.privacy import privacy
from ortenaudigital.cli.restored import restored
from ortenaudigital.cli.towns import town
from ortenaudigital.cli.worker import worker


def register_commands(app: Flask) -> None:
    """Add all commands to the app."""
    for of_event in (publish_event, cancel_event, withdraw_event, erase_event):
        event.add_command(of_event)
    commands = (clock, demo, doctor, door, event, privacy, restored, town, user, worker, ticket_key)
    for command in commands:
        app.cli.add_command(command)
