"""Figures of the door."""
