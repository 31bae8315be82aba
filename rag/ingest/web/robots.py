"""What a site's robots.txt allows, read once a site; it fetches nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from protego import Protego

from rag.errors import SourceError
from rag.ingest.decode import decode
from rag.ingest.web.addresses import Address
from rag.ingest.web.reply import FetchError, Reply

PRODUCT = "Plumbline"
"""The name by which robots.txt speaks to us."""

_LONGEST = 512_000
_KEPT_SECONDS = 3600.0
_DISALLOWED = "The site asks programs not to read this page (robots.txt); save it from a browser as .html and add that."
_UNKNOWN = "The site's robots.txt cannot be read, which says what programs may fetch; try again later."


@dataclass(frozen=True, slots=True)
class _Rules:
    parser: Protego
    read_at: float


class Robots:
    """The rules of the sites visited.

    `get` fetches the address of a robots.txt and returns the reply whatever its status; its errors pass through.
    """

    def __init__(self, get: Callable[[str], Reply]) -> None:
        self._get = get
        self._rules: dict[str, _Rules] = {}
        self._lock = Lock()

    def check(self, address: Address) -> float:
        """Return how many seconds the site wants between requests, 0 where it does not say.

        Raises:
            FetchError: it does not want the page to be fetched, or cannot say.
        """
        rules = self._rules_of(address.origin)
        if not rules.can_fetch(str(address), PRODUCT):
            raise FetchError(_DISALLOWED)
        return float(rules.crawl_delay(PRODUCT) or 0.0)

    def _rules_of(self, origin: str) -> Protego:
        with self._lock:
            known = self._rules.get(origin)
        if known is None or time.monotonic() - known.read_at > _KEPT_SECONDS:
            known = _Rules(Protego.parse(self._read(f"{origin}/robots.txt")), time.monotonic())
            with self._lock:
                self._rules[origin] = known
        return known.parser

    def _read(self, url: str) -> str:
        """Return the rules as text. None at all allow everything, a server that fails allows nothing (RFC 9309)."""
        reply = self._get(url)
        if reply.status >= 500 or reply.status == 429:
            raise FetchError(_UNKNOWN, retryable=True)
        if reply.status >= 300:
            return ""
        try:
            return decode(reply.body[:_LONGEST], declared=reply.charset)
        except SourceError:  # empty, or no text: no rules
            return ""
