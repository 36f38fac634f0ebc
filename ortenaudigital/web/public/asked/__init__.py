"""What forms of guests ask beyond names and addresses."""
