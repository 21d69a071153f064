"""From where the work in hand was asked for: a network and not an address, so that traces name nobody."""

from contextvars import ContextVar
from ipaddress import ip_address, ip_network

origin: ContextVar[str] = ContextVar("origin", default="")  # empty: a command or the worker


def network_of(address: str | None) -> str:
    """Return the network of an address (IPv4 /24, IPv6 /48), or an empty text for what is none."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False))
