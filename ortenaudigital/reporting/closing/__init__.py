"""Closing an event: what is still to be done, and the letter before names are erased."""
