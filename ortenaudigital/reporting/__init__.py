"""What figures say of an event: what needs somebody now, what to expect, and what came of it."""
