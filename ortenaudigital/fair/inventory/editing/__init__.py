"""Change the floor of an event: each change is noted, can be undone, and overwrites nobody's."""
