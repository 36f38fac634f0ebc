"""Contacts that visitors hand to exhibitors by an act of their own, and take back at any time."""
