"""The rules of placing on plain values: what is in the way, and who fits best."""
