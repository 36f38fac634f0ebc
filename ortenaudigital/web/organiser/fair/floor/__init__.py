"""The floor of the fair, as organisers change it: in a table, in forms, and on the plan."""

from ortenaudigital.web.organiser.fair.floor import areas, changes, plan, stages, stands

__all__ = ["areas", "changes", "plan", "stages", "stands"]
