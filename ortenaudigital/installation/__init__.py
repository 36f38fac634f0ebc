"""What the database knows of the installation that it belongs to."""
