"""Codes for who has lost the second factor, inside the caller's transaction."""

from datetime import datetime

from sqlalchemy import delete, update

from ortenaudigital.accounts.errors import WrongCode
from ortenaudigital.accounts.factors.keys import recovery_hash
from ortenaudigital.accounts.factors.models import RecoveryCode
from ortenaudigital.accounts.factors.rules import RECOVERY_CODES, new_recovery_code
from ortenaudigital.accounts.letters import CODE_USED
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.own import tell
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_rows, row_count


def draw_codes(user_id: int) -> list[str]:
    """Draw ten new codes in place of the old ones; who does not show them now never can."""
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    forget_codes(user_id)
    rows = [{"code_hash": recovery_hash(user_id, code), "user_id": user_id} for code in codes]
    insert_rows(RecoveryCode, rows)
    return codes


def forget_codes(user_id: int) -> None:
    """Delete all codes of an account."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def use_recovery_code(user_id: int, text: str, now: datetime) -> None:
    """Let a code stand in for the second factor, once, and tell its owner. Raises WrongCode."""
    same = RecoveryCode.code_hash == recovery_hash(user_id, text)
    # Whoever notes the use is the one who uses it; there is no second.
    unused = update(RecoveryCode).where(same, RecoveryCode.used_at.is_(None))
    if row_count(db.session.execute(unused.values(used_at=now))) != 1:
        raise WrongCode()
    tell(db.session.get_one(User, user_id), CODE_USED, "accounts.code_used", now)
