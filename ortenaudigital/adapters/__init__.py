"""One library each, and nothing of the conference."""
