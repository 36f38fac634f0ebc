"""Who stands where: what is in the way, who fits best, and how all are placed at once."""
