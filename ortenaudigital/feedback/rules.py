"""The rules of reports, on plain values."""

from datetime import timedelta

# Not shorter: see `LONGEST_GAP` and `NOTICE` in privacy/rules.
KEEP_ANSWERED = timedelta(days=28)
KEEP_OPEN = timedelta(days=365)
MOST_MESSAGE = 2000
MOST_NOTE = 2000
MOST_PAGE = 300


def tidy_page(page: str) -> str:
    """Return the path of a page as it is kept, without what its query says.

    It begins with one slash, so that it can be linked to: two would lead to another host.
    """
    path = page.partition("?")[0].partition("#")[0]
    return ("/" + path.lstrip("/\\"))[:MOST_PAGE]
