"""Series: one offer on many dates, each of them an event with places and a state of its own."""
