"""Passes: tickets of an exhibitor's staff, booked by the exhibitor up to the number granted."""
