"""The headers of requests and replies: what we ask with, and what a reply says of its document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from rag.ingest.web.addresses import Address
from rag.ingest.web.compression import ACCEPTED
from rag.ingest.web.reply import Reply, Validators

USER_AGENT = "Plumbline/0.1 (+news reader)"
"""What servers are told that we are."""

_WANTED = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml;q=0.9,*/*;q=0.8"


def request_headers(validators: Validators | None) -> list[tuple[str, str]]:
    """Return the headers that every request carries, and those that ask whether there is a new version."""
    headers = [
        ("User-Agent", USER_AGENT),
        ("Accept", _WANTED),
        ("Accept-Encoding", ACCEPTED),
        ("Connection", "close"),
    ]
    if validators and validators.etag:
        headers.append(("If-None-Match", validators.etag))
    if validators and validators.last_modified:
        headers.append(("If-Modified-Since", validators.last_modified))
    return headers


def header_fields(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by lower-case name; of several with one name the first counts."""
    fields: dict[str, str] = {}
    for name, value in raw:
        fields.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return fields


def reply_of(address: Address, status: int, headers: Mapping[str, str], body: bytes) -> Reply:
    """Return what a server answered, with what its headers say of the document."""
    content = Message()
    content["Content-Type"] = headers.get("content-type", "")
    charset = content.get_param("charset")
    return Reply(
        url=str(address),
        status=status,
        media_type=content.get_content_type() if headers.get("content-type") else "",
        charset=charset if isinstance(charset, str) else None,
        body=body,
        validators=Validators(headers.get("etag"), headers.get("last-modified")),
    )


def seconds_to_wait(raw: str) -> float:
    """Return how many seconds a server asks to wait, given as a number or a date; 1 where it does not say."""
    try:
        seconds = float(raw)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(raw).astimezone(UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError, IndexError, OverflowError):
            return 1.0
    return max(seconds, 0.0) if math.isfinite(seconds) else 1.0
