"""How often a job is tried, and how long what it made is kept."""

from datetime import timedelta

from ortenaudigital.queue.rules import Patience

# A job that ends its worker ends it three times, not for ever.
PATIENCE = Patience(most_attempts=3)
LEASE = timedelta(minutes=5)
# Documents name people: they are deleted the day after.
KEEP = timedelta(days=1)
