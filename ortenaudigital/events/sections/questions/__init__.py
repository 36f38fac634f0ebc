"""What guests are asked when they book: the questions of a ticket type, and what they may need."""
