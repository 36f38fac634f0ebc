"""The demo: the whole product on one machine, with sample events and a mailbox to look into."""

import click
from flask import current_app
from flask.cli import with_appcontext

from ortenaudigital.demo.processes import is_taken, serve
from ortenaudigital.demo.seed import LOGINS, PASSWORD, pair_phone, seed
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction


@click.command()
@click.option("--port", default=8000, help="Where to listen on this machine.")
@with_appcontext
def demo(port: int) -> None:
    """Fill the database with sample events, then run web, worker and a mail server."""
    if current_app.config["MODE"] != "demo":
        raise click.ClickException("set ORTENAUDIGITAL_MODE=demo: this creates a known password")
    # Before it says that it runs, which another program would answer.
    for number in (port, current_app.config["CONFIG"].mail.port):
        if is_taken(number):
            words = f"port {number} is taken on this machine: stop what uses it, or choose others"
            raise click.ClickException(f"{words}, as by `make demo PORT=8123`")
    # Here, for the processes of the server would hold it, 11 MB, and none uses it.
    from flask_migrate import upgrade

    upgrade()
    with transaction():
        seed(utc_now())
    with transaction():
        link = pair_phone(utc_now())
    logins = "\n".join(
        f"              {email:<22}{role.value:<13}{slug or 'all events'}"
        for email, _, role, slug in LOGINS
    )
    base = current_app.config["BASE_URL"]
    click.echo(
        f"""
  Ortenau Digital runs at {base}   (stop with Ctrl+C)

  Citizen     {base}/ortenau-digital-2027/      book a ticket
              {base}/showroom-heute/            open today: book, then scan at the door
              {base}/demo/postfach              every mail that was sent
  Door        {link}
              opens and pairs once; a phone needs https for its camera, this computer does not
  Organisers  {base}/orga/                      one password for all: {PASSWORD}
{logins}
"""
    )
    serve(port)
