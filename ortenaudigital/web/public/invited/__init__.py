"""Ways to tickets that are not for everyone: a code, a personal invitation."""

from ortenaudigital.web.public.invited import codes, invitation

__all__ = ["codes", "invitation"]
