"""What organisers see, note and enter about exhibitors."""
