"""What every floor stands on: database, time, errors, texts, configuration."""
