"""Letters by time: a reminder that asks who comes, one on the day before, a thank-you after it."""
