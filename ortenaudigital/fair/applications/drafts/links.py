"""The link to a draft, and the proof that only our letter about it holds."""

from hmac import compare_digest
from uuid import UUID

from flask import current_app

from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.kernel.codes import derive


def draft_key(draft_id: UUID) -> str:
    """Return the key in the link to a draft: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "application draft", draft_id).lower()


def draft_proof(draft: Draft) -> str:
    """Return what only a letter to the address of a draft says; another address has another."""
    about = f"draft address {draft.email.lower()}"
    return derive(str(current_app.config["TICKET_KEY"]), about, draft.id).lower()


def is_proven(draft: Draft, proof: str) -> bool:
    """Say whether somebody has read our letter to the address of a draft."""
    return compare_digest(proof.encode(), draft_proof(draft).encode())


def draft_url(draft: Draft) -> str:
    """Return the address at which a draft is gone on with, as the letter says it."""
    base, slug = current_app.config["BASE_URL"], draft.event.slug
    key, proof = draft_key(draft.id), draft_proof(draft)
    return f"{base}/{slug}/aussteller/bewerbung/{key}/{proof}"
