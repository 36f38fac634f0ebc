"""The report for the council: what came of an event, in figures that name nobody."""
