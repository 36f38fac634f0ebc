"""The fair: exhibitors, stands, and which stand is whose on which day."""
