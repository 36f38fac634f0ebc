"""Proof of what happened: who did what to what, and when. Never personal data."""
