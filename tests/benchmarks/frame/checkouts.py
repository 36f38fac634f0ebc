"""Another commit of the product, checked out and set up by its own Makefile while it is needed."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.frame.settings import ROOT
from tests.benchmarks.frame.told import tell
from tests.servers import process

SETUP_SECONDS = 900
# What the make of this run has set is not for another one.
OWN = ("COMPARE", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "PARTS", "VIRTUAL_ENV")


@contextmanager
def checkout(wanted: str) -> Iterator[Path]:
    """Give the folder of a commit, which is gone afterwards; or that of a checkout that stands."""
    if Path(wanted).is_dir():
        yield Path(wanted).absolute()
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "checkout"
        _git("worktree", "add", "--quiet", "--detach", str(path), wanted)
        try:
            _set_up(path)
            yield path
        finally:
            _git("worktree", "remove", "--force", str(path))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def _set_up(path: Path) -> None:
    tell(f"setting up {path}, by its own Makefile")
    command = ["make", "--silent", "build", ".venv/.dev"]
    with process(command, environment_of_others(os.environ), path) as running:
        if running.wait(SETUP_SECONDS):
            raise RuntimeError(f"{path} was not set up: see above")


def environment_of_others(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what belongs to this checkout, such as its Python."""
    path = environment.get("PATH", "").split(os.pathsep)
    others = os.pathsep.join(each for each in path if not each.startswith(str(ROOT)))
    kept = {name: value for name, value in environment.items() if name not in OWN}
    return {**kept, "PATH": others}
