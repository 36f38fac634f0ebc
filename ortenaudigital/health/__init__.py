"""Whether the shop can do its work right now: store, keep the time, send letters."""
