"""Scans: what comes in, what is decided, what is corrected."""
