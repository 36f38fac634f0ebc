"""The files that the front-end build made, by their hashed names."""

import json
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

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


def serve_assets(app: Any) -> WhiteNoise:
    """Wrap a WSGI app, so that the built files are answered before it is asked."""
    year = 31_536_000
    files = WhiteNoise(
        app, max_age=year, allow_all_origins=False, add_headers_function=_file_headers
    )
    for name in read_manifest().values():
        files.add_file_to_dictionary(PREFIX + name, str(DIST / name))
    return files


def _file_headers(headers: Any, _path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cache-Control"] = "public, max-age=31536000, immutable"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # Workers have a policy of their own: that of their script.
    headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
    )
    # The name holds the hash of the content. Weak, because all encodings of the file share it;
    # WhiteNoise's own would be strong for all of them, and another after each installation.
    headers["ETag"] = f'W/"{Path(url).stem}"'
