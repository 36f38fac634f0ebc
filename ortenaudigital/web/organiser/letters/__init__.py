"""Letters: the outbox, and what stands in those to guests."""

from ortenaudigital.web.organiser.letters import letters, texts

__all__ = ["letters", "texts"]
