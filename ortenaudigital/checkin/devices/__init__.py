"""Phones that are paired for the door."""
