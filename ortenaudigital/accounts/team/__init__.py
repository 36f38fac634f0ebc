"""Who belongs to an event or the whole house, in which role, and how they get there."""
