"""What the forms of all parts of an event share: kinds of fields, rows, faults at fields."""
