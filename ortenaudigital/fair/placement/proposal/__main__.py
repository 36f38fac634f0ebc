"""The process of `apart`: a problem comes in, percent and then the solution go out."""

import os
import pickle
import sys
from typing import Any

from ortenaudigital.fair.placement.proposal.solving import propose

# What the solver may print must not get between.
with os.fdopen(os.dup(1), "wb") as out:
    os.dup2(2, 1)

    def say(news: Any) -> None:
        """Send at once."""
        pickle.dump(news, out)
        out.flush()

    say(propose(pickle.load(sys.stdin.buffer), say))  # noqa: S301  # of our own process
