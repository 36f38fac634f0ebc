"""When a letter is tried again."""

from datetime import timedelta

from ortenaudigital.queue.rules import Patience

PATIENCE = Patience(
    most_attempts=12, first_delay=timedelta(seconds=30), longest_delay=timedelta(hours=4)
)
# When a batch was held up while one of its letters was in the worker's hand.
NOT_NOW_DELAY = timedelta(minutes=1)
# When the server refused one letter with words that concern all: others are tried before it.
HELD_DELAY = timedelta(seconds=30)
