"""What a run says on its way, beside what it returns."""

import sys


def tell(line: str) -> None:
    """Say to whoever waits how far it is; what was measured goes to standard output, at the end."""
    print(line, file=sys.stderr, flush=True)
