"""The door app: one page that starts without a network once it was opened."""

from flask import Response, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.web.door.blueprint import door
from ortenaudigital.web.door.shell import shell, shell_version
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.assets import PREFIX, read_manifest
from ortenaudigital.web.shared.language import current_language

COLOUR = "#0b1210"
ICON_SIZES = (192, 512)


@door.get("/")
@access(Access.PUBLIC)
def app() -> ResponseReturnValue:
    """Show the shell; without a paired device it says how to pair one."""
    return render_template("door/app.html", version=shell_version())


@door.get("/sw.js")
@access(Access.PUBLIC)
def service_worker() -> ResponseReturnValue:
    """Hand out the script that keeps the app on the phone."""
    answer = Response(shell().worker, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@door.get("/manifest.webmanifest")
@access(Access.PUBLIC)
def manifest() -> ResponseReturnValue:
    """Describe the app to a phone that puts it on its home screen."""
    start = url_for("door.app")
    answer = jsonify(
        id=start,
        name=gettext("Einlass Ortenau Digital"),
        short_name=gettext("Einlass"),
        lang=current_language(),
        start_url=start,
        scope=start,
        display="standalone",
        background_color=COLOUR,
        theme_color=COLOUR,
        icons=[_icon(size) for size in ICON_SIZES],
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _icon(size: int) -> dict[str, str]:
    file = PREFIX + read_manifest()[f"img/app-icon-{size}.png"]
    return {"src": file, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
