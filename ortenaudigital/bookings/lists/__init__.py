"""Lists of bookings: which of them, in pages."""
