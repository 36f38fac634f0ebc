"""Furniture: what exhibitors order from the list of the event."""
