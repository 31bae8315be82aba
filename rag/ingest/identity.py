"""Ids of articles, made from the source alone: the same article has the same id in every run and library."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(r"utm_.*|fbclid|gclid|ref", re.IGNORECASE)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_ID_LENGTH = 12
_VERSION_LENGTH = 8


def canonical_url(url: str) -> str:
    """Return an address in the one form that all its variants share.

    Scheme and host in lower case; no fragment, default port, tracking parameters or trailing slash.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ":"))
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    return urlunsplit((scheme, host, parts.path.rstrip("/"), urlencode(kept), ""))


def article_id(*, url: str | None, outlet: str, title: str, published: str | None) -> str:
    """Return the id of an article: from its address, else from outlet, title and day of publication."""
    if url:
        return _digest(canonical_url(url), _ID_LENGTH)
    day = (published or "")[:10]
    return _digest("\n".join(" ".join(part.casefold().split()) for part in (outlet, title, day)), _ID_LENGTH)


def article_version(title: str, text: str) -> str:
    """Return the version of an article: it changes with every change of its words."""
    return _digest(f"{title}\n{text}", _VERSION_LENGTH)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]
