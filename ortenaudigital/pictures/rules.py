"""How long pictures last, and how large they are: pure."""

from datetime import timedelta

# Whoever fills in a form for longer chooses the picture again.
UNUSED_FOR = timedelta(days=1)
