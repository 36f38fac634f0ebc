"""Changes to an event as a whole: its file, its sections, its state, and who has to be told."""
