"""Bookings that wait for a click in a letter: places are held, and there are no tickets yet."""
