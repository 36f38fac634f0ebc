"""What exhibitors answered to the questions of the event."""
