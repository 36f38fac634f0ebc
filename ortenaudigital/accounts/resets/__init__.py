"""Forgotten passwords: a link by mail, for one hour and one time."""
