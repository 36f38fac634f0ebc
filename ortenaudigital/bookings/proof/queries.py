"""Questions about proofs of work."""

from datetime import datetime

from ortenaudigital.bookings.proof.rules import Watch, wants_proof
from ortenaudigital.events.rules import ProofOfWork
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.limits.commands import Claim
from ortenaudigital.limits.queries import full_at
from ortenaudigital.limits.rules import DOUBTS, PROOF_WANTED


def wanted_claim(event: str) -> Claim:
    """Return the bucket that is not full while the event wants proofs."""
    return Claim(PROOF_WANTED, event)


def watch_of(event: str, now: datetime) -> Watch:
    """Return what is known of the last minutes of an event."""
    doubts = max(0.0, full_at(Claim(DOUBTS, event)) - now.timestamp()) / DOUBTS.step
    return Watch(doubts, wanted_until(event))


def wanted_until(event: str) -> float:
    """Say until when an event wants proofs by itself, in seconds of the epoch; 0.0 for never."""
    return full_at(wanted_claim(event))


def is_proof_wanted(event: str, mode: ProofOfWork, now: datetime) -> bool:
    """Say whether booking an event wants a proof, as it was within the last moment."""
    if mode is not ProofOfWork.AUTO:
        return wants_proof(mode, 0.0, now.timestamp())
    known: Kept[str, float] = kept("proof wanted")
    until = known.get(event, lambda: wanted_until(event), lambda _: True)
    return wants_proof(mode, until, now.timestamp())


def proof_wanted_until(event: str, mode: ProofOfWork, now: datetime) -> datetime | None:
    """Say until when proofs are wanted because of an attack, for organisers."""
    if mode is not ProofOfWork.AUTO:
        return None
    until = wanted_until(event)
    return datetime.fromtimestamp(until, now.tzinfo) if until > now.timestamp() else None
