"""What organisers note about a booking; guests never see it."""
