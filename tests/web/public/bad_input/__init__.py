"""What guests may type wrongly: one table over all public forms."""
