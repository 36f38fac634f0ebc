"""Who makes no document pays for no renderer."""

import subprocess
import sys

# Each takes megabytes of every process and a tenth of a second of its start, or more.
HEAVY = ("weasyprint", "fontTools", "scipy", "numpy")


def test_the_app_starts_without_what_only_documents_need() -> None:
    script = (
        "import sys, ortenaudigital.factory, ortenaudigital.wiring;"
        f"print(*(set({HEAVY}) & sys.modules.keys()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
