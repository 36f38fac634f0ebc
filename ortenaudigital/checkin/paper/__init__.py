"""The door list on paper, and what is entered from it."""
