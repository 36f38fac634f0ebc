"""Applications that are not finished: kept, and gone on with by a link that was mailed."""
