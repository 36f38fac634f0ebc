from datetime import timedelta

from ortenaudigital.outbox.rules import PATIENCE


def test_retry_delay_grows_to_its_limit() -> None:
    delays = [PATIENCE.delay(attempts) for attempts in range(1, 40)]
    assert delays == sorted(delays)
    assert delays[0] == timedelta(seconds=30)
    assert delays[-1] == PATIENCE.longest_delay


def test_gives_up_at_once_or_at_last() -> None:
    assert PATIENCE.gives_up(1, permanent=True)
    assert not PATIENCE.gives_up(1, permanent=False)
    assert PATIENCE.gives_up(PATIENCE.most_attempts, permanent=False)
