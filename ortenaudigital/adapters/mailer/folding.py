"""How long headers are parted into lines, and what is not ASCII in them is encoded.

The library loses spaces between encoded words (python/cpython#92081, #144156), and encodes an
address of a page that is longer than a line, so that no mail program finds it.
"""

from email.header import Header
from email.headerregistry import AddressHeader
from email.policy import EmailPolicy
from typing import Any

# Mail programs read them as they are.
_AS_THEY_ARE = {"list-unsubscribe", "list-unsubscribe-post"}


class WholeWords(EmailPolicy):
    """A policy of seven bits whose headers read the same at the other end."""

    def fold(self, name: str, value: Any) -> str:
        """Return a header in its lines."""
        if name.lower() in _AS_THEY_ARE:
            # On one line, where 998 characters fit; links have less than 200.
            return f"{name}: {value}{self.linesep}"
        if isinstance(value, AddressHeader) and not str(value).isascii():
            return self._fold_addresses(name, value)
        if not str(value).isascii():
            return f"{name}: {self._encoded(str(value), name)}{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header in its lines, as bytes."""
        return self.fold(name, value).encode("ascii")

    def _fold_addresses(self, name: str, value: Any) -> str:
        written = [
            f"{self._encoded(each.display_name, name)}{self.linesep} <{each.addr_spec}>"
            for each in value.addresses
        ]
        return f"{name}: {f',{self.linesep} '.join(written)}{self.linesep}"

    def _encoded(self, text: str, name: str) -> str:
        return Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)
