"""Who is counted: the network that a request comes from, or what it is about."""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import ParamSpec, TypeVar

from flask import current_app, request

from ortenaudigital.health.commands import note_proxy
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import Limit

P = ParamSpec("P")
R = TypeVar("R")
Address = IPv4Address | IPv6Address
# As the environ of a request names these headers.
FORWARDING = (
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP"),
    *("HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO"),
)
SEEN = "proxy_was_seen"


def _address() -> Address | None:
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_shared() -> bool:
    """Say whether a request comes from a network that many people share, such as a town hall's."""
    address = _address()
    networks = current_app.config["CONFIG"].limit_shared_networks
    return address is not None and any(address in network for network in networks)


def network() -> str:
    """Name who asks: one IPv4 address, or the /64 that one customer has of IPv6."""
    address = _address()
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


def by_network(limit: Limit, cost: float = 1.0) -> list[Claim]:
    """Count the network of this request; one that many people share may ask for more."""
    return [Claim(limit.shared if is_shared() else limit, network(), cost)]


def limited(limit: Limit) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Count the calls of a view by network. It raises TooMany."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            spend(by_network(limit), utc_now())
            return view(*args, **kwargs)

        return counted

    return wrap


def look_for_proxy() -> None:
    """Watch for a proxy that the configuration does not know: all visitors would be one."""
    if current_app.config["CONFIG"].trusted_proxies or current_app.extensions.get(SEEN):
        return
    if not any(name in request.environ for name in FORWARDING):
        return
    address = _address()
    # From further away, anybody may send these headers; a proxy is near.
    if address is not None and address.is_private:
        current_app.extensions[SEEN] = True
        note_proxy()
