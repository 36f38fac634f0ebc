"""What an event needs now: its words and its links."""
