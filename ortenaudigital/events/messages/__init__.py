"""What is wrong with an event: in English for the command line, in German for pages."""
