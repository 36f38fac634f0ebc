"""Count doubtful presses, and make and judge proofs of work."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from ortenaudigital.adapters.proof_of_work import Proof, judge, new_challenge
from ortenaudigital.bookings.proof.queries import wanted_claim, watch_of
from ortenaudigital.bookings.proof.rules import is_attack
from ortenaudigital.limits.commands import Claim, take
from ortenaudigital.limits.rules import DOUBTS, SOLUTIONS

# Long enough for who fills in a form with care; the script makes a new one before it ends.
VALID_FOR = timedelta(minutes=20)


def note_doubt(event: str, now: datetime) -> None:
    """Count a press that was doubtful, and want proofs if there are many. In a transaction."""
    take(Claim(DOUBTS, event), now)
    if is_attack(watch_of(event, now), now.timestamp()):
        take(wanted_claim(event), now)


def challenge(form: str, now: datetime) -> dict[str, Any]:
    """Make a challenge for a form, by its `request_id`."""
    return new_challenge(_key(), form, now + VALID_FOR)


def judge_solution(solution: str, form: str) -> Proof:
    """Say what a solution is worth for a form."""
    return judge(solution, _key(), form)


def use_claim(solution: str) -> Claim:
    """Say what using a solution takes: it is good for one press and its repeat."""
    return Claim(SOLUTIONS, solution)


def _key() -> str:
    return f"proof of work:{current_app.config['SECRET_KEY']}"
