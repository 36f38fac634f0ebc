"""Places that are taken without tickets, until a moment: for an offer, or until a confirmation."""
