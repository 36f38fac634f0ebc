"""Letters that organisers write to many: to whom, what, when, and what became of each."""
