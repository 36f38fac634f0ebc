"""The sections of the fair: until when exhibitors apply, and its floor."""
