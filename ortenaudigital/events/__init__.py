"""Events, their days and ticket types, and how many places are left."""
