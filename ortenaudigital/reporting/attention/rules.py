"""What an event needs now and how urgently, on plain values."""

from datetime import datetime

from ortenaudigital.reporting.attention.coming import of_draft, of_erasing, of_erasure, of_moments
from ortenaudigital.reporting.attention.exhibitors import of_fair
from ortenaudigital.reporting.attention.facts import Facts
from ortenaudigital.reporting.attention.guests import of_guests
from ortenaudigital.reporting.attention.items import Item, rank
from ortenaudigital.reporting.attention.troubles import of_conflicts, of_feedback, of_letters


def list_items(facts: Facts, now: datetime) -> list[Item]:
    """List what needs somebody: a draft first of all, then the most urgent.

    Of what comes near the next is first.
    """
    found = [*of_letters(facts.letters), *of_feedback(facts, now), *of_conflicts(facts)]
    found += [*of_erasure(facts.moments, now), *of_erasing(facts.erasing)]
    if now < facts.moments.ends and not facts.is_cancelled:
        found += [*of_guests(facts), *of_fair(facts.fair, now)]
        found += [of_draft(facts.moments, now)] if facts.is_draft else of_moments(facts, now)
    return sorted(found, key=rank)
