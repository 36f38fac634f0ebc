"""What is asked about an exhibitor, alike for exhibitors and organisers."""
