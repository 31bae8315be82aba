"""A model's reply as drafted claims, each as soon as it is complete; it leaves out whether any of it is true.

What is asked for, one object a line, with "section" in place of "topic" in a briefing:
`{"claim": ..., "cite": [{"p": "P1", "quote": ...}], "speaker": ..., "topic": ...}`, or `{"refusal": ...}` where the
sources do not answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rag.datatypes import Cite, DraftClaim
from rag.generate.jsonstream import Found, encodable, read_objects

_READABLE = re.compile(r'"claim"\s*:\s*"((?:[^"\\]|\\.)+)', re.DOTALL)
_INLINE = re.compile(r"\s*\[\s*P\d+(?:\s*[,;]\s*P?\d+)*\s*\]")
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One object of a reply: a claim, or a refusal, or a fault together with what can be read of the claim.

    A faulty line's `draft` cites nothing, which no check will pass: a person sees it among what was left out.
    """

    draft: DraftClaim | None = None
    refusal: str | None = None
    fault: str | None = None


def read_lines(pieces: Iterable[str], resolve: Callable[[str], str]) -> Iterator[Line]:
    """Read a reply that arrives in pieces; `resolve` turns a label into a paragraph id."""
    for found in read_objects(pieces):
        yield _line(found, resolve)


def _line(found: Found, resolve: Callable[[str], str]) -> Line:
    fault = found.fault
    if fault is None:
        try:
            refusal = _text(found.fields, "refusal")
            if refusal and "claim" not in found.fields:
                return Line(refusal=refusal)
            return Line(_draft(found, resolve))
        except _WrongFormError as error:
            fault = str(error)
    readable = _READABLE.search(found.raw)
    text = " ".join((readable.group(1) if readable else found.raw).replace('\\"', '"').split())
    return Line(DraftClaim(text[:_SHOWN], (), raw=found.raw), fault=fault)


class _WrongFormError(ValueError):
    """A field of a claim is missing or is not what was asked for."""


def _draft(found: Found, resolve: Callable[[str], str]) -> DraftClaim:
    text = _text(found.fields, "claim")
    if text is None:
        raise _WrongFormError("it has no claim")
    cites = tuple(_cite(entry, resolve) for entry in _entries(found.fields.get("cite")))
    topic = _text(found.fields, "section") or _text(found.fields, "topic")
    # Labels belong in "cite"; those that some models repeat in the sentence mean nothing to a reader.
    return DraftClaim(_INLINE.sub("", text), cites, _text(found.fields, "speaker"), topic, found.raw)


def _entries(value: object) -> list[object]:
    """Return the citations as a list: models also send a single one bare."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _cite(entry: object, resolve: Callable[[str], str]) -> Cite:
    """Read one citation: an object with a label and a quotation, or the label alone."""
    fields = entry if isinstance(entry, dict) else {"p": entry}
    marker = _text(fields, "p")
    if marker is None:
        raise _WrongFormError("a citation has no label")
    return Cite(resolve(marker), _text(fields, "quote"))


def _text(fields: Mapping[str, Any], key: str) -> str | None:
    """Return a text field on one line; None where it is absent, null or empty."""
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise _WrongFormError(f"{key!r} is not a text")
    value = " ".join(encodable(value).split()) if value else ""
    return None if value.lower() in {"", "null", "none"} else value
