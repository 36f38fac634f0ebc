"""Letters: the outbox, and what stands in those to guests."""

from ortenaudigital.web.organiser.letters import letters, outbox_table, texts

__all__ = ["letters", "outbox_table", "texts"]
