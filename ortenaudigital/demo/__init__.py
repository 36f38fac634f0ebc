"""The demo: sample events, and the processes that make a whole town hall of one machine."""
