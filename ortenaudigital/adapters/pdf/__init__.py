"""PDF by WeasyPrint: tagged for PDF/UA-1, from our own files only."""

from ortenaudigital.adapters.pdf.filling import Sheet, fill
from ortenaudigital.adapters.pdf.rendering import IncompleteDocument, render

__all__ = ["IncompleteDocument", "Sheet", "fill", "render"]
