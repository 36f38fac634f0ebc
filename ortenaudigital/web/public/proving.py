"""Proof of work for a booking: a challenge for the form, and what is done without a solution."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from ortenaudigital.adapters.proof_of_work import Proof
from ortenaudigital.bookings.proof.commands import (
    challenge,
    judge_solution,
    note_doubt,
    use_claim,
)
from ortenaudigital.bookings.proof.queries import is_proof_wanted
from ortenaudigital.bookings.rules import Offer
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.events.rules import ProofOfWork
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import take
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.machine_answers import machine_answer


@public.get("/<slug>/tickets/pruefung/<uuid:form_id>")
@access(Access.PUBLIC)
def proof_challenge(slug: str, form_id: UUID) -> ResponseReturnValue:
    """Hand out a challenge for the form that is shown. Nothing about it is stored."""
    get_public_event(slug)
    return machine_answer(challenge=challenge(str(form_id), utc_now()))


def proof_of(slug: str, offer: Offer | None, form: UUID) -> Proof:
    """Say whether what was sent may be booked at once; whoever needs no proof has a valid one.

    A solution is good for one press and its repeat; after that it is as if there were none.
    """
    if offer is None or not is_proof_wanted(slug, offer.proof_of_work, utc_now()):
        return Proof.VALID
    solution = request.form.get("altcha", "")
    proof = judge_solution(solution, str(form))
    if proof is not Proof.VALID:
        return proof
    with transaction():
        return proof if take(use_claim(solution), utc_now()) else Proof.MISSING


def count_doubt(slug: str, offer: Offer | None) -> None:
    """Count a press that looks as if no person had made it, where it may change anything."""
    if offer is not None and offer.proof_of_work is ProofOfWork.AUTO:
        with transaction():
            note_doubt(slug, utc_now())
