"""What a report says and what it keeps to itself, on plain values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ortenaudigital.kernel.text import fold

# A smaller group may point to people: whoever came from a village, say.
FEWEST = 5
# Towns beyond these are put together, so that a page stays a page.
MOST_TOWNS = 15
# How the rest is called in what is stored; pages say it in their language.
OTHERS = ""


def origins_of(answers: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the towns that people named with how many did, the most first, the rest together.

    Different spellings of a town are one. What fewer than `FEWEST` named is put together, with the
    smallest town that could be told, if it would be too few by itself: else it followed from the
    sum.
    """
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for text, number in answers:
        if words := " ".join(text.split()):
            named[fold(words)][words] += number
    towns = [
        (max(each, key=lambda words: (each[words], words)), each.total()) for each in named.values()
    ]
    return _without_few(sorted(towns, key=lambda town: (-town[1], fold(town[0]))))


def _without_few(towns: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    told = [town for town in towns if town[1] >= FEWEST][:MOST_TOWNS]
    rest = sum(number for _, number in towns) - sum(number for _, number in told)
    while 0 < rest < FEWEST and told:
        rest += told.pop()[1]
    # Others than none that are told would say nothing.
    return [*told, (OTHERS, rest)] if told and rest else told
