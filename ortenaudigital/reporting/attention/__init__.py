"""What an event needs now, the most urgent first."""
