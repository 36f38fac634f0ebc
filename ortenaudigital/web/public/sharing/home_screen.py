"""What a phone needs to put the pages on its home screen."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.assets import PREFIX, asset_file, read_manifest
from ortenaudigital.web.shared.language import current_language

ICON_SIZES = (192, 512)


@public.get("/apple-touch-icon.png")
@access(Access.PUBLIC)
def touch_icon() -> ResponseReturnValue:
    """Hand out the icon to phones, which ask for it by this name wherever a page says nothing."""
    answer = Response(asset_file("img/app-icon-180.png").read_bytes(), mimetype="image/png")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@public.get("/manifest.webmanifest")
@access(Access.PUBLIC)
def manifest() -> ResponseReturnValue:
    """Describe the pages to a phone; they stay pages, with the bar of the browser."""
    icons = read_manifest()
    answer = jsonify(
        id="/",
        name="Ortenau Digital",
        short_name="Ortenau Digital",
        description=gettext("Die Digitalkonferenz der Ortenauer Kommunen"),
        lang=current_language(),
        start_url="/",
        scope="/",
        display="browser",
        background_color="#fcfbf7",
        theme_color="#0b4a37",
        icons=[
            {
                "src": PREFIX + icons[f"img/app-icon-{size}.png"],
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in ICON_SIZES
        ],
    )
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
