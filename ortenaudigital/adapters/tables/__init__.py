"""Tables as files: one description, several formats."""

from ortenaudigital.adapters.tables.description import Cell, Column, Rows, Table
from ortenaudigital.adapters.tables.formats import FORMATS, Format

__all__ = ["FORMATS", "Cell", "Column", "Format", "Rows", "Table"]
