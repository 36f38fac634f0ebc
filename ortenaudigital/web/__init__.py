"""What people and machines see: thin, one package for each audience."""
