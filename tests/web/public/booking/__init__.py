"""What who booked, and whoever was handed a ticket, can do on the pages."""
