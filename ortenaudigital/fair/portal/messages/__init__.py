"""Messages between an exhibitor and the organisers, in the portal."""
