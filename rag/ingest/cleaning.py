"""Removal of what no reader sees: control characters and odd line endings; every visible character stays.

Entities of HTML ("&pound;") are decoded for formats that are no mark-up themselves, whose texts often come from pages.
"""

from __future__ import annotations

import re
from html import unescape

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Half a surrogate pair (JSON can smuggle one in) has no UTF-8 form, so nothing could store it.
# Only with its semicolon: "AT&T" and "&copy" in a web address are no entities.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def clean_text(text: str) -> str:
    r"""Return a text with line endings as \n, without control characters other than \n and \t, stripped."""
    if _ODD.search(text):
        text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    return text.strip()


def clean_line(text: str) -> str:
    """Return a text as one line, runs of white space as one space."""
    return " ".join(clean_text(text).split())


def decode_entities(text: str) -> str:
    """Return a text with its HTML entities decoded once ("&amp;lt;" is "&lt;"); a no-break space is a space."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda entity: unescape(entity.group()).replace("\xa0", " "), text)
