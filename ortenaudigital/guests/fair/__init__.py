"""The fair as visitors see it: plain values, read by a few questions, kept for a moment."""
