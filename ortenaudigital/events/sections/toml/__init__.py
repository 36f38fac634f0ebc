"""Event files and the file of the towns as TOML: read with all their faults, written anew."""
