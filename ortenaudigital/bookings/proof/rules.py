"""When the booking of an event wants a proof of work. Plain values."""

from dataclasses import dataclass

from ortenaudigital.events.rules import ProofOfWork

# So many doubtful presses at once are an attack. One is forgotten every ten seconds.
MANY = 30


@dataclass(frozen=True)
class Watch:
    """What is known of the last minutes: doubtful presses that are not forgotten, and until when.

    `wanted_until`: the end of the time for which a proof is wanted, in seconds of the epoch; 0.0
    if it is not.
    """

    doubts: float
    wanted_until: float


def is_attack(watch: Watch, now: float) -> bool:
    """Say whether a proof is to be wanted from now on, if it is not yet.

    Once wanted it stays so for its whole time, however quiet it becomes: who attacks shall not
    find out by waiting a minute. It begins anew at once while many doubts are still remembered.
    """
    return watch.wanted_until <= now and watch.doubts >= MANY


def wants_proof(mode: ProofOfWork, wanted_until: float, now: float) -> bool:
    """Say whether the booking of an event wants a proof."""
    if mode is ProofOfWork.AUTO:
        return wanted_until > now
    return mode is ProofOfWork.ALWAYS
