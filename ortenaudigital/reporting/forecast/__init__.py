"""How many of those who booked will come."""
