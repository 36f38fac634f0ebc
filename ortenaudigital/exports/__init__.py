"""Tables for spreadsheets: each feature describes its own, here they are found by name."""
