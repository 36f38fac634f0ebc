"""What scans ask of the database and what they store, each statement built once."""
