"""Fetching: the one file that opens a connection, with every limit that keeps a stranger's server from doing harm.

The host of every hop is looked up here, every number it stands for must be public, and the connection is made to the
very numbers that were judged, so that a name cannot lead elsewhere a moment later. Time, size and redirects are
bounded, robots.txt is respected, each host is left in peace between requests. Proxies, cookies and passwords are
left out: settings of the environment cannot turn a connection aside.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import httpcore2

from rag.ingest.web.addresses import Address, Resolve, is_public, joined, look_up, parse_address
from rag.ingest.web.compression import unpacked
from rag.ingest.web.headers import header_fields, reply_of, request_headers, seconds_to_wait
from rag.ingest.web.reply import FetchError, Reply, Validators, error_of_status
from rag.ingest.web.robots import Robots

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_MOST_NUMBERS = 4
_PRIVATE = "The address leads into a private network, which is not fetched from."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long (seconds) and how large (bytes) a fetch may be, and how many redirects it may follow."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 30.0
    longest_wait: float = 10.0
    body: int = 20_000_000
    ratio: int = 200
    redirects: int = 5


class Fetcher:
    """Fetches documents. One may be shared by threads and used for any number of addresses.

    Args:
        allow_private: whether private networks and this machine are fetched from too, or which of their numeric
            addresses are: for a newsroom's own servers, and for tests.
        delay: the seconds between two requests to a host, unless its robots.txt asks for more.
        resolve: how names of hosts are looked up.
        limits: bounds of time and size.
    """

    def __init__(
        self,
        *,
        allow_private: bool | Collection[str] = False,
        delay: float = 1.0,
        resolve: Resolve = look_up,
        limits: Limits | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._delay = delay
        self._resolve = resolve
        self._limits = limits or Limits()
        self._robots = Robots(self._get_any)
        self._next_turn: dict[str, float] = {}
        self._lock = Lock()
        self._ssl: ssl.SSLContext | None = None

    def fetch(self, url: str, *, validators: Validators | None = None) -> Reply:
        """Fetch a document, or learn that it is unchanged since the validators were given.

        Raises:
            SourceError: the address may not be fetched, or brings no document.
        """
        deadline = _Deadline(self._limits.total)
        reply = self._follow(url, validators, deadline, politely=True)
        if reply.unchanged or 200 <= reply.status < 300:
            return reply
        raise error_of_status(reply.status)

    def _get_any(self, url: str) -> Reply:
        """Fetch a robots.txt, whatever comes of it."""
        return self._follow(url, None, _Deadline(self._limits.total), politely=False)

    def _follow(self, url: str, validators: Validators | None, deadline: _Deadline, *, politely: bool) -> Reply:
        """Ask for an address and for those it leads on to."""
        visited: set[str] = set()
        for _ in range(self._limits.redirects + 1):
            address = parse_address(url)
            if politely:
                least = min(self._robots.check(address), self._limits.longest_wait)
                if address.host not in visited:
                    deadline.extend(self._wait_for_turn(address.host, max(self._delay, least)))
                visited.add(address.host)
            reply, location = self._ask(address, validators, deadline, patiently=politely)
            if reply.status not in _REDIRECTS or not location:
                return reply
            url = joined(address, location)
        raise FetchError(f"The address leads on to another more than {self._limits.redirects} times; check it.")

    def _ask(
        self, address: Address, validators: Validators | None, deadline: _Deadline, *, patiently: bool
    ) -> tuple[Reply, str]:
        """Ask one server, once more after the wait it asks for; return its reply and where it sends us on to."""
        reply, headers = self._exchange(address, validators, deadline)
        if reply.status in _BUSY and patiently:
            wait = seconds_to_wait(headers.get("retry-after", ""))
            if wait > self._limits.longest_wait:
                raise error_of_status(reply.status, wait)
            time.sleep(wait)
            deadline.extend(wait)
            reply, headers = self._exchange(address, validators, deadline)
        return reply, headers.get("location", "")

    def _wait_for_turn(self, host: str, delay: float) -> float:
        """Wait until it is this host's turn again; return for how many seconds."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next_turn.get(host, now))
            self._next_turn[host] = turn + delay
        if turn > now:
            time.sleep(turn - now)
        return turn - now

    def _exchange(
        self, address: Address, validators: Validators | None, deadline: _Deadline
    ) -> tuple[Reply, dict[str, str]]:
        """Send one request and read the reply: the body only where it is a document.

        Raises:
            FetchError: there is no usable reply.
        """
        limits = self._limits
        timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        url = httpcore2.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode("ascii"),
        )
        backend = _JudgedBackend(self._numbers, deadline)
        try:
            with (
                httpcore2.ConnectionPool(
                    ssl_context=self._context(address), max_keepalive_connections=0, network_backend=backend
                ) as pool,
                pool.stream(
                    "GET", url, headers=request_headers(validators), extensions={"timeout": timeouts}
                ) as response,
            ):
                headers = header_fields(response.headers)
                body = b""
                if 200 <= response.status < 300:
                    packed = headers.get("content-encoding", "")
                    body = b"".join(unpacked(response.iter_stream(), packed, limit=limits.body, ratio=limits.ratio))
                return reply_of(address, response.status, headers, body), headers
        except httpcore2.TimeoutException:
            raise FetchError(
                f"The server took too long ({limits.total:.0f} seconds at most); try again later.", retryable=True
            ) from None
        except httpcore2.ConnectError as error:
            raise FetchError(f"No connection to {address.host}: {error}; check the address.", retryable=True) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise FetchError(f"The server broke off, or speaks no HTTP: {error}; try again.", retryable=True) from None

    def _context(self, address: Address) -> ssl.SSLContext | None:
        """Return how certificates are checked; made once, for it takes a while."""
        if address.scheme == "https" and self._ssl is None:
            self._ssl = httpcore2.default_ssl_context()
        return self._ssl

    def _numbers(self, host: str, port: int) -> Sequence[str]:
        """Return the numeric addresses of a host, all of them judged.

        Raises:
            FetchError: there are none, or one is not public.
        """
        try:
            numbers = list(self._resolve(host, port))
        except (OSError, UnicodeError):
            raise FetchError(f"The host {host} cannot be found; check the address.", retryable=True) from None
        if not numbers:
            raise FetchError(f"The host {host} cannot be found; check the address.", retryable=True)
        if not all(is_public(number) or self._allowed(number) for number in numbers):
            raise FetchError(_PRIVATE)
        return numbers[:_MOST_NUMBERS]

    def _allowed(self, number: str) -> bool:
        allowed = self._allow_private
        return allowed if isinstance(allowed, bool) else number in allowed


class _Deadline:
    """The moment at which a fetch ends, whatever the server does."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Add time that we spent waiting ourselves."""
        self._end += seconds

    def bound(self, timeout: float | None) -> float:
        """Return a time-out that ends no later.

        Raises:
            httpcore2.ReadTimeout: it is over.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the total time is over")
        return left if timeout is None else min(timeout, left)


class _JudgedBackend(httpcore2.NetworkBackend):
    """Connects to judged numeric addresses only; the name stays what the certificate is held against."""

    def __init__(self, numbers: Resolve, deadline: _Deadline) -> None:
        self._numbers = numbers
        self._deadline = deadline
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  (the interface has it)
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first number of a host that answers."""
        failed: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for number in self._numbers(host, port):
            try:
                stream = self._sockets.connect_tcp(number, port, self._deadline.bound(timeout), None, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failed or httpcore2.ConnectError("it has no address")


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which nothing lasts beyond the deadline, not even a header that comes byte by byte."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.bound(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        bound = self._deadline.bound(timeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, bound), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
