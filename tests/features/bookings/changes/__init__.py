"""What who booked can change, and who hears of it."""
