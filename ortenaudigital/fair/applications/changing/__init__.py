"""How exhibitors change what they said."""
