"""The door app: one page; what happens on it is decided by its script and the scan interface."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.web.door.blueprint import door
from ortenaudigital.web.guards import Access, access


@door.get("/")
@access(Access.PUBLIC)
def app() -> ResponseReturnValue:
    """Show the shell; without a paired device it says how to pair one."""
    return render_template("door/app.html")
