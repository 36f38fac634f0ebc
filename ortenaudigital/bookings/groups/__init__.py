"""Groups: one person books for many, whose names come as a list."""
