"""Ways to tickets that are not for everyone: codes, invitations, addresses under a domain."""

from ortenaudigital.web.public.invited import codes, domain, invitation, pending

__all__ = ["codes", "domain", "invitation", "pending"]
