"""Keep compiled templates beside the compiled modules: to make them takes half of the start."""

import sys
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

# As safe as the code itself: who may write here may write into the modules next to it.
FOLDER = Path(__file__).parents[3] / "__pycache__"


def init_compiled(app: Flask, folder: Path = FOLDER) -> None:
    """Let templates that have not changed be read as they were compiled.

    Where nothing can be written, or Python is told not to, they are compiled at each start.
    """
    if sys.dont_write_bytecode:
        return
    folder = folder / f"templates-{_settings(app.jinja_env)}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = _Kept(str(folder), "%s.cache")


def _settings(env: Environment) -> str:
    """Return a name for all that a template is compiled by, its source and Python aside."""
    chosen = [version("jinja2"), env.trim_blocks, env.lstrip_blocks, *sorted(env.extensions)]
    return sha256(repr(chosen).encode()).hexdigest()[:16]


class _Kept(FileSystemBytecodeCache):
    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)
