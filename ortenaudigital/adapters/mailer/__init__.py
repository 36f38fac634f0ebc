"""Mail: letters made as MIME, carried over one connection, refusals sorted by who must wait."""

from ortenaudigital.adapters.mailer.message import Composed, Enclosure
from ortenaudigital.adapters.mailer.postman import Postman
from ortenaudigital.adapters.mailer.refusals import LetterRefused, ServerTrouble

__all__ = ["Composed", "Enclosure", "LetterRefused", "Postman", "ServerTrouble"]
