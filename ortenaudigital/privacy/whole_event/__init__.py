"""An event as a whole is erased: an owner asks, a second one confirms, the worker does it."""
