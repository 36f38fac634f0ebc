"""Documents of the organisers that exhibitors read and confirm, as PDF or as a link."""
