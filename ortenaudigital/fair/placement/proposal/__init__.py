"""Where all accepted exhibitors could stand at once: as good a placing as there is, as a draft."""
