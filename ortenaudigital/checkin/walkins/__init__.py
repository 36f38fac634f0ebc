"""People who come without a ticket."""
