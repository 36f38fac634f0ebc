"""Debian's WebKitGTK, the nearest to an iPhone that runs here: same engine, same gaps."""

import json
import os
import selectors
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.browser.chromium import PATIENCE_MS

WINDOW = Path(__file__).with_name("webkit_window.py")
# The bindings to GTK are a package of the system, and so is the Python that they are made for.
SYSTEM_PYTHON = "/usr/bin/python3"
UNTIL = """
  const ends = performance.now() + {patience};
  while (!({condition})) {{
    if (performance.now() > ends) throw new Error("waited too long: " + document.body.innerText);
    await new Promise((go) => setTimeout(go, 20));
  }}
"""


class WebKit:
    """One window with one page."""

    def __init__(self, window: subprocess.Popen[str]) -> None:
        self._window = window

    def open(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self._order(open=address)

    def run(self, script: str) -> Any:
        """Run the body of an async function in the page; return what it returns."""
        return self._order(run=script)

    def wait_until(self, condition: str) -> None:
        """Wait for an expression to become true."""
        self.run(UNTIL.format(condition=condition, patience=PATIENCE_MS))

    def _order(self, **order: str) -> Any:
        assert self._window.stdin
        self._window.stdin.write(json.dumps(order) + "\n")
        self._window.stdin.flush()
        answer = self._answer()
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def _answer(self) -> dict[str, Any]:
        assert self._window.stdout
        with selectors.DefaultSelector() as ready:
            ready.register(self._window.stdout, selectors.EVENT_READ)
            if not ready.select(2 * PATIENCE_MS / 1000):
                raise TimeoutError("WebKit does not answer")
        line = self._window.stdout.readline()
        if not line:
            raise RuntimeError("WebKit ended by itself")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def _program(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a program, and end it with all that it started."""
    running = subprocess.Popen(
        command, text=True, start_new_session=True, stderr=subprocess.DEVNULL, **options
    )
    try:
        yield running
    finally:
        if running.stdin:
            # With nothing more to read it ends, and writes down what it still has to keep.
            running.stdin.close()
        else:
            running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        if running.stdout:
            running.stdout.close()


@contextmanager
def screen() -> Iterator[str]:
    """Run a screen that nobody sees; return its name."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"]
    with _program(command, stdout=subprocess.PIPE) as running:
        assert running.stdout
        yield f":{running.stdout.readline().strip()}"


@contextmanager
def webkit(screen: str, profile: Path, script: str = "") -> Iterator[WebKit]:
    """Run WebKit on a screen and a profile; the script runs in each page before its own."""
    env = {**os.environ, "DISPLAY": screen, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
    # Modules of the other Python would be found first.
    env.pop("PYTHONPATH", None)
    command = [SYSTEM_PYTHON, str(WINDOW), str(profile), script]
    with _program(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as running:
        yield WebKit(running)
