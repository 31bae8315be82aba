"""Removal of what no reader sees: control characters and odd line endings; every visible character stays."""

from __future__ import annotations

import re

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Half a surrogate pair (JSON can smuggle one in) has no UTF-8 form, so nothing could store it.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def clean_text(text: str) -> str:
    r"""Return a text with line endings as \n, without control characters other than \n and \t, stripped."""
    if _ODD.search(text):
        text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    return text.strip()


def clean_line(text: str) -> str:
    """Return a text as one line, runs of white space as one space."""
    return " ".join(clean_text(text).split())
