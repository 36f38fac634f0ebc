"""What people report about the pages: a fault, a barrier, a word that nobody understands."""
