"""What a person may ask for: to be told what is held of them, to have it corrected or erased.

The articles 15 to 17 and 20 of the GDPR. A person is known by their mail address; what bears their
name without it is shown to the operator as possible, and touched only when they say so.
Each function runs inside one transaction of its caller.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ortenaudigital.audit.commands import record
from ortenaudigital.kernel.personal import Correction, Finding, Person, Request
from ortenaudigital.kernel.text import fold
from ortenaudigital.privacy.errors import SeveralNames, UnknownKey
from ortenaudigital.privacy.registry import list_holders

# Names lead to devices, bookings to scans; then nothing new is learned.
MOST_ROUNDS = 5


@dataclass(frozen=True)
class Found:
    """What all features hold about a person, by feature."""

    person: Person
    findings: Mapping[str, Sequence[Finding]]

    @property
    def all(self) -> list[Finding]:
        """Return everything that was found, in the order of the features."""
        return [each for found in self.findings.values() for each in found]

    def theirs(self) -> "Found":
        """Leave out what only may be theirs."""
        return self._where(lambda each: each.certain)

    def changeable(self) -> "Found":
        """Leave out what stays, or only may be theirs."""
        return self._where(lambda each: each.certain and not each.kept)

    def only(self, keys: Collection[str]) -> "Found":
        """Leave out all but what has these keys, or is a part of it. Raises UnknownKey."""
        if unknown := set(keys) - {each.key for each in self.all}:
            raise UnknownKey(unknown)
        return self._where(lambda each: not keys or each.key in keys or each.of in keys)

    def _where(self, wanted: Any) -> "Found":
        left = {
            name: [each for each in found if wanted(each)] for name, found in self.findings.items()
        }
        return replace(self, findings=left)


def find(address: str, also: Collection[str] = ()) -> Found:
    """Find what is held about a person; `also` are keys found by name that are theirs.

    Raises UnknownKey.
    """
    person, known = Person(address.strip(), also=frozenset(also)), None
    found = Found(person, {})
    for _ in range(MOST_ROUNDS):
        if person == known:
            break
        known = person
        found = Found(person, {name: list(holder.find(person)) for name, holder in list_holders()})
        certain = found.theirs().all
        person = replace(
            person,
            names=person.names.union(*(each.names for each in certain)),
            subjects=person.subjects.union(*(each.subjects for each in certain)),
        )
    found.only(also)
    return found


def export(found: Found, now: datetime) -> dict[str, Any]:
    """Return what is held about a person, and theirs for certain, to be handed to them."""
    theirs = found.theirs().findings
    held = {
        name: [{"is": each.key, **each.data} for each in findings]
        for name, findings in theirs.items()
        if findings
    }
    return {"address": found.person.address, "made_at": now, "held": held}


def correct(found: Found, right: Correction, now: datetime, actor: str) -> int:
    """Write what is right into all that is theirs; return in how many places.

    Raises SeveralNames, and AddressTaken if another account has the new address.
    """
    chosen = found.changeable()
    names = {name for each in chosen.all for name in each.names}
    if right.name is not None and len({fold(name) for name in names}) > 1:
        raise SeveralNames(names)
    _ask(chosen, "correct", Request(chosen.person, (), now, actor, right))
    record("privacy.corrected", "privacy", actor, now, fields=right.fields, **_numbers(chosen))
    return len(chosen.all)


def erase(found: Found, now: datetime, actor: str) -> int:
    """Forget a person, and keep what counts them; return in how many places. Raises LastOwner."""
    chosen = found.changeable()
    _ask(chosen, "erase", Request(chosen.person, (), now, actor))
    record("privacy.erased_at_request", "privacy", actor, now, **_numbers(chosen))
    return len(chosen.all)


def _ask(chosen: Found, verb: str, request: Request) -> None:
    for name, holder in list_holders():
        getattr(holder, verb)(replace(request, findings=chosen.findings[name]))


def _numbers(found: Found) -> dict[str, int]:
    return {name: len(findings) for name, findings in found.findings.items() if findings}
