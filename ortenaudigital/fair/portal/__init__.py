"""What exhibitors do by themselves: passes of their staff, their entry, orders, messages."""
