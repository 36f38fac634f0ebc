"""What organisers change about a booking beyond what guests can. Inside one transaction."""
