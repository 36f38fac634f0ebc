"""The shell of the door app: all that a phone keeps, so that it starts without a network."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, render_template, url_for
from flask_babel import force_locale

from ortenaudigital.web.shared.answers.assets import DIST, PREFIX, read_manifest
from ortenaudigital.web.shared.language import LANGUAGES

WORKER = "door-service-worker.js"
_IN_PAGE = re.compile(rf'"({PREFIX}[^"#]+)["#]')
_IN_STYLE = re.compile(r"url\(\s*[\"']?\./([^\"')]+)")


@dataclass(frozen=True)
class Shell:
    """One version of the app: `files` are the addresses that its page needs."""

    version: str
    files: tuple[str, ...]
    worker: str


def shell_version() -> str:
    """Name the version of the app that a phone would get right now."""
    return shell().version


def shell() -> Shell:
    """Return the shell, which stays the same for as long as this process lives."""
    kept = current_app.extensions.get("door_shell")
    if kept is None:
        kept = current_app.extensions["door_shell"] = _make()
    assert isinstance(kept, Shell)  # noqa: S101  # nobody else writes there
    return kept


def _make() -> Shell:
    pages = [_page(language) for language in LANGUAGES]
    files = _files(pages[0])
    script = (DIST / read_manifest()[WORKER]).read_text(encoding="utf-8")
    content = json.dumps([pages, files, script])
    version = hashlib.sha256(content.encode()).hexdigest()[:12]
    # The worker is one file, so that a browser sees by its bytes whether anything is new.
    facts = {
        "version": version,
        "page": url_for("door.app"),
        "files": files,
        "integrity": _integrity(files),
    }
    return Shell(version, files, f"self.__SHELL__={json.dumps(facts)};\n{script}")


def _page(language: str) -> str:
    with force_locale(language):
        return render_template("door/app.html", version="")


def _integrity(files: tuple[str, ...]) -> dict[str, str]:
    """Say what each file has to be: a hotspot's login page in its place would be kept for good."""
    built = [name for name in files if name.startswith(PREFIX)]
    return {name: _hash_of(DIST / name.removeprefix(PREFIX)) for name in built}


def _hash_of(file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _files(page: str) -> tuple[str, ...]:
    found = set(_IN_PAGE.findall(page))
    for style in [name for name in found if name.endswith(".css")]:
        text = (DIST / style.removeprefix(PREFIX)).read_text(encoding="utf-8")
        found |= {PREFIX + name for name in _IN_STYLE.findall(text)}
    return (*sorted(found), url_for("door.manifest"))
