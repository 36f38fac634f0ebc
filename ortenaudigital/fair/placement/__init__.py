"""Whose a stand is: given, taken back, and kept when the stands change."""
