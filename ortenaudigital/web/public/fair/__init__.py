"""The fair for visitors: who is there, where, and how to stay in touch."""

from ortenaudigital.web.public.fair import exhibitors, plan

__all__ = ["exhibitors", "plan"]
