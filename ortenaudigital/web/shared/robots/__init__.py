"""What tells people from programs that fill in public forms, without a puzzle."""
