"""Which web addresses may be visited, and what they come to; it looks nothing up itself and connects to nothing.

An address is judged twice: its form when it is read, and the numbers that its host's name stands for when a connection
is about to be made. Only the second can tell where a name leads.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from rag.errors import SourceError

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the numeric addresses of a host's name, given a port; raises `OSError` where there are none."""

_PORTS = {"http": 80, "https": 443}
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_PLACE = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\[\]:]+)(?::\d*)?")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?")
_NUMERIC_END = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_LONGEST = 4000
_KEPT = "%/:=&?~#+!$,;'@()*[]"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOW_32 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart: what is asked for (`target`), and where."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return self.origin + self.target


def parse_address(url: str) -> Address:
    """Take an address apart.

    Raises:
        SourceError: it is no http or https address, or one that is written to mislead.
    """
    url = url.strip()
    if len(url) > _LONGEST:
        raise SourceError(f"The address is longer than {_LONGEST} characters.")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise SourceError(f"The address {url[:80]!r} cannot be read; check it.") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise SourceError(f"Only http and https addresses are fetched, not {scheme or url[:20]!r}.")
    if "@" in parts.netloc:
        raise SourceError("An address with a user name in it is not fetched; give it without.")
    if _ODD.search(url) or not _PLACE.fullmatch(parts.netloc) or port == 0:
        raise SourceError(f"The address {url[:80]!r} cannot be read; check it.")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Address(scheme, _host(host), port or _PORTS[scheme], target)


def joined(base: Address, location: str) -> str:
    """Return where a redirect leads; `parse_address` then judges it."""
    try:
        return urljoin(str(base), location.strip())
    except ValueError:
        raise SourceError(f"The page leads on to {location[:80]!r}, which is no address.") from None


def _host(host: str) -> str:
    """Return a host as it is asked for: a numeric address, or a name in ASCII letters.

    Raises:
        SourceError: it is neither, such as a number that some systems would take for an address.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if not _HOST.fullmatch(name):
        raise SourceError(f"The host {host[:80]!r} is no name of a host; check the address.")
    if _NUMERIC_END.fullmatch(name.rstrip(".").rpartition(".")[2]):
        raise SourceError(f"The host {host[:80]!r} is a number in disguise; write the address with the host's name.")
    return name


def look_up(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host, in the system's order, without repetition."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def is_public(number: str) -> bool:
    """Tell whether a numeric address is one on the public internet, also where it wraps another address."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & _LOW_32)
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )
