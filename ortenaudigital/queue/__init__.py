"""What waits to be done by a worker: letters, jobs. Claim, lease, back-off, dead letters."""
