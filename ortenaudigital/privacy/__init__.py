"""Personal data over all features: erased when the promised day has come."""
