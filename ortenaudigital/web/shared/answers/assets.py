"""The files that the front-end build made, by their hashed names."""

import json
from pathlib import Path

from flask import Flask

DIST = Path(__file__).parents[4] / "static" / "dist"
PREFIX = "/static/"


def read_manifest() -> dict[str, str]:
    """Read which file stands behind which name. Raises RuntimeError before the first build."""
    try:
        names: dict[str, str] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RuntimeError("static/dist is empty: run `make build` first") from error
    return names


def asset_file(name: str) -> Path:
    """Return where the built file of a name lies."""
    return DIST / read_manifest()[name]


def init_assets(app: Flask) -> None:
    """Give the templates `asset(name)`, and documents `document_asset(name)`."""
    names = read_manifest()

    def asset(name: str) -> str:
        return PREFIX + names[name]

    def document_asset(name: str) -> str:
        return "static:" + names[name]

    app.jinja_env.globals.update(asset=asset, document_asset=document_asset)
