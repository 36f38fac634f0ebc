"""What forms of several audiences ask beyond names and addresses."""
