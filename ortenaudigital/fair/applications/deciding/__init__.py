"""What organisers decide about applications, and how exhibitors take them out."""
