"""What goes back: pages that are kept, notices, refusals, files and answers for machines."""
