"""What organisers do to many bookings at once: settled first, then done by the worker."""
