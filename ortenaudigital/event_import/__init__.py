"""The import of an event file as a whole: what people rely on, stands, and who has to be told."""
