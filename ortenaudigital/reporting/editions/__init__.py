"""Earlier editions of an event, and how they filled."""
