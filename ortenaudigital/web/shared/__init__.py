"""What the views of all audiences share."""
