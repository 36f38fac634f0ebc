"""What a phone knows of the tickets, and how it follows."""
