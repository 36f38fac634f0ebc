"""Who may log in: the organisers of the five towns."""
