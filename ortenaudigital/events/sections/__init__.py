"""The sections of an event: one shape of each for the file, forms and interfaces."""
