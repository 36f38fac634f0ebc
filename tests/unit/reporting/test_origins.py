"""Where guests come from: spellings of a town are one, and nobody is pointed to."""

from itertools import combinations_with_replacement

from ortenaudigital.reporting.council.rules import FEWEST, OTHERS, origins_of


def test_spellings_of_a_town_are_one() -> None:
    assert origins_of([("Kehl", 4), ("kehl ", 3), ("KEHL", 1), (" ", 9)]) == [("Kehl", 8)]


def test_few_are_put_together() -> None:
    answers = [("Kehl", 20), ("Lahr", 7), ("Achern", 3), ("Oberkirch", 2)]
    assert origins_of(answers) == [("Kehl", 20), ("Lahr", 7), (OTHERS, 5)]


def test_nobody_can_work_out_a_small_number() -> None:
    for numbers in combinations_with_replacement((0, 1, 2, 4, 5, 6, 30), 4):
        told = origins_of([(f"Ort {place}", number) for place, number in enumerate(numbers)])
        assert all(number >= FEWEST for _, number in told)
        # Whoever knows the sum learns of the rest no number that is too small, either.
        assert sum(number for _, number in told) in (0, sum(numbers))


def test_a_page_stays_a_page() -> None:
    told = origins_of([(f"Ort {number:03}", 100 - number) for number in range(90)])
    assert len(told) == 16
    assert told[-1][0] == OTHERS
