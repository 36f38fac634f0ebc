"""What may be stored of somebody's needs: nothing without consent."""

import pytest

from ortenaudigital.bookings.needs.rules import LONGEST, WORDING, WORDINGS, Fault, Needs, settle
from ortenaudigital.events.sections.questions.kinds import Need

ALL = list(Need)


@pytest.mark.parametrize(
    ("kinds", "other", "settled"),
    [
        ([], "", None),
        (["", ""], " \n ", None),
        (["wheelchair"], "", Needs((Need.WHEELCHAIR,))),
        (["companion", "wheelchair"], "", Needs((Need.WHEELCHAIR, Need.COMPANION))),
        ([], " Lupe ", Needs((Need.OTHER,), "Lupe")),
        (["other"], "Lupe", Needs((Need.OTHER,), "Lupe")),
        (["other"], " ", Fault.OTHER_MISSING),
        (["lift"], "", Fault.UNKNOWN),
        (["wheelchair", "WHEELCHAIR"], "", Fault.UNKNOWN),
        ([], "x" * LONGEST, Needs((Need.OTHER,), "x" * LONGEST)),
        ([], "x" * (LONGEST + 1), Fault.TOO_LONG),
    ],
)
def test_what_holds_with_consent(
    kinds: list[str], other: str, settled: Needs | Fault | None
) -> None:
    assert settle(ALL, kinds, other, consent=True) == settled
    refused = settle(ALL, kinds, other, consent=False)
    # Without consent the same is wrong, and what holds is not stored.
    assert refused == (Fault.NO_CONSENT if isinstance(settled, Needs) else settled)


def test_only_what_is_offered_can_be_told() -> None:
    assert settle(["wheelchair"], ["wheelchair"], "", consent=True) == Needs((Need.WHEELCHAIR,))
    assert settle(["wheelchair"], ["companion"], "", consent=True) is Fault.UNKNOWN
    assert settle(["wheelchair"], [], "Lupe", consent=True) is Fault.UNKNOWN


def test_what_people_agreed_to_stays_what_it_was() -> None:
    """Another text is another version: their consent refers to this one."""
    assert WORDING == 1
    assert WORDINGS[1] == (
        "Ich willige ein, dass die Organisation diese Angaben speichert und liest, damit ich gut "
        "teilnehmen kann. Sie können etwas über meine Gesundheit oder eine Behinderung sagen. Sie "
        "werden am Tag nach der Veranstaltung gelöscht. Ich kann die Einwilligung jederzeit auf "
        "der Seite meiner Buchung widerrufen; dann werden sie sofort gelöscht."
    )
