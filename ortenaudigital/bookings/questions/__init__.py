"""What the booking of a ticket type asks, and what was answered."""
