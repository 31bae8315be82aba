"""Text and addresses from articles and models, made harmless in ways every format needs.

Escaping for the syntax of one format is left to that format's file.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

# Marks that turn the reading direction around and so make a text read other than it is. Plain direction marks and
# joiners stay: Persian, Hebrew and emoji need them.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REPLACEMENT = "\ufffd"
_SPACE = re.compile(r"\s+")
_URL_SAFE = "/:?#@!$&'()*+,;=%-._~"


def clean(text: str) -> str:
    """Return the text on one line, without what no format can hold or a terminal would obey.

    White space of any kind becomes one space; control characters (terminal escapes among them), direction overrides
    and line breaks go; half a surrogate pair becomes U+FFFD, because UTF-8 cannot write it.
    """
    printable = "".join(map(_printable, _SPACE.sub(" ", text)))
    # What stood on both sides of a character that went stands side by side now.
    return _SPACE.sub(" ", printable).strip()


def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs" or char in "\ufffe\uffff":
        return _REPLACEMENT
    return "" if category == "Cc" or char in _REORDERING else char


def web_address(url: str | None) -> str | None:
    """Return a URL that may become a link, with unusual characters percent-encoded, or None.

    Only http and https with a host name pass. Credentials in a URL are a way to make it look like another site's
    ("https://gazette.example@elsewhere.example"), so such a URL is not a link.
    """
    if not url:
        return None
    address = clean(url)
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.username is None and parts.password is None
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not named or "\\" in address or " " in address:
        return None
    return quote(address, safe=_URL_SAFE + "[]")
