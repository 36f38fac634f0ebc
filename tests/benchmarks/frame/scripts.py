"""Scripts that a checkout's own Python runs in its folder, whichever commit it is of."""

import json
import subprocess
from pathlib import Path
from typing import Any

SECONDS = 900
PREPARE = Path(__file__).with_name("prepare.py")
IN_PROCESS = Path(__file__).with_name("in_process.py")


def run_script(checkout: Path, script: Path, **wanted: object) -> dict[str, Any]:
    """Run a script of this checkout by another one; return what it prints in its last line."""
    ran = subprocess.run(
        [str(checkout / ".venv/bin/python"), "-", json.dumps(wanted)],
        # From standard input, so that what it imports is found in that folder only.
        input=script.read_text(),
        cwd=checkout,
        check=True,
        text=True,
        timeout=SECONDS,
        stdout=subprocess.PIPE,
    )
    printed: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return printed
