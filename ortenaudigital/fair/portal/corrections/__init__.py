"""Corrections: what exhibitors change about their entry, until organisers have looked at it."""
