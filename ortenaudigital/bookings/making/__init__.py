"""A booking that is made: what is asked for, and how it is stored."""
