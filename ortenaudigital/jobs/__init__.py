"""Work that takes longer than a page may: done by the worker, shown with its progress."""
