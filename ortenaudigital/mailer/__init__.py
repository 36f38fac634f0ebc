"""Mail: letters made as MIME, carried over one connection, refusals sorted by who must wait."""

from ortenaudigital.mailer.message import Composed, Enclosure
from ortenaudigital.mailer.postman import Postman
from ortenaudigital.mailer.refusals import LetterRefused, ServerTrouble

__all__ = ["Composed", "Enclosure", "LetterRefused", "Postman", "ServerTrouble"]
