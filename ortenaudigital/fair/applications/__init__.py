"""Who applies for the fair, what they need, and what was decided about them."""
