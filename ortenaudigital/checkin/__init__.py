"""The door: devices, scans, and who was let in when."""
