"""What somebody needs to take part: told with consent, read by few, gone a day after (Art. 9)."""
