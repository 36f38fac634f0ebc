"""The mailbox of the demo."""

from ortenaudigital.web.demo.mailbox import demo

__all__ = ["demo"]
