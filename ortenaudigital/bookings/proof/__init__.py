"""When a booking wants a proof of work, or a confirmed address instead of one."""
