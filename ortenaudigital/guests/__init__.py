"""What guests are shown of events and bookings: plain values, read by one question each."""
