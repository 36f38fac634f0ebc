"""Charts: where each mark stands, so that pages and documents draw them in their own way."""
