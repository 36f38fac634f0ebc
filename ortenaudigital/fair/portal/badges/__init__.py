"""Name badges of exhibitors' staff: A6, several on a sheet to be cut, or one a page."""
