"""Have a proposal found in a process of its own, which takes its memory along when it ends.

The worker would keep 70 MB of a fair of 60, and 100 MB of one of 300: numpy, scipy and what they
computed with.
"""

import pickle
import subprocess
import sys
from pathlib import Path
from typing import IO, cast

from ortenaudigital.fair.placement.proposal.problem import Problem, Report, Solution

ROOT = Path(__file__).parents[4]
COMMAND = [sys.executable, "-m", "ortenaudigital.fair.placement.proposal"]


def propose_apart(problem: Problem, report: Report) -> Solution:
    """Place all who want a stand, as `propose` does. Raises EOFError if the process dies."""
    pipe = subprocess.PIPE
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, cwd=ROOT) as solving:  # noqa: S603  # ours
        asked, said = cast("IO[bytes]", solving.stdin), cast("IO[bytes]", solving.stdout)
        try:
            with asked:
                pickle.dump(problem, asked)
            while isinstance(news := pickle.load(said), int):  # noqa: S301  # of our own process
                report(news)
        finally:
            # Whoever is told to stop by `report` needs no proposal any more.
            solving.kill()
    return cast("Solution", news)
