"""JSON objects in a text that is still arriving; it leaves out what they mean.

Models asked for one object a line also send code fences, a wrapping array or object, line breaks inside objects,
remarks between them and a visible train of thought; those are read through. An object that is broken or cut off
is never mended: it comes out with a fault and its raw text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# An unescaped `{"claim":` cannot stand inside a sound object: where it does, a new object starts and the one
# before it was broken, or was only a wrapper around a list of objects.
_START = re.compile(r'\{\s*"(?:claim|refusal|section|topic|speaker|cite)"\s*:')
_PERHAPS_START = re.compile(r'\{\s*(?:"[a-z]{0,7}(?:"\s*)?)?')
_WRAPPER = re.compile(r'\{(?:(?!"claim"\s*:).)*[\[:]\s*', re.DOTALL)
_THOUGHT = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """One object: its fields, or what is wrong with it. `raw` is the text as it was sent."""

    raw: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None


def read_objects(pieces: Iterable[str]) -> Iterator[Found]:
    """Yield each object as soon as its last brace has arrived; the pieces may be cut anywhere."""
    scanner = _Scanner()
    for piece in _without_thought(pieces):
        scanner.text += piece
        yield from scanner.objects()
    yield from scanner.rest()


def _without_thought(pieces: Iterable[str]) -> Iterator[str]:
    """Pass the pieces on without the `<think>` block that reasoning models may put before their reply."""
    rest, text = iter(pieces), ""
    for piece in rest:
        text += piece
        start = text.lstrip()
        if start.startswith("<think"):
            if "</think" in start and (found := _THOUGHT.match(text)):
                yield text[found.end() :]
                break
        elif not "<think".startswith(start):
            yield text
            break
    yield from rest


class _Scanner:
    """Finds where objects begin and end in a text that is still growing."""

    def __init__(self) -> None:
        self.text = ""
        self.inside = False
        self._restart()

    def _restart(self) -> None:
        self.at, self.depth, self.quoted, self.escaped = 0, 0, False, False

    def objects(self) -> Iterator[Found]:
        """Yield the objects that are complete by now and drop them from the text."""
        while self._enter():
            end, whole = self._next_end()
            if end is None:
                return
            piece, self.text, self.inside = self.text[:end], self.text[end:], not whole
            self._restart()
            if whole or not _WRAPPER.fullmatch(piece):
                yield _load(piece)

    def rest(self) -> Iterator[Found]:
        """Yield what was still open when the reply ended."""
        if self.inside and not _WRAPPER.fullmatch(self.text):
            yield Found(encodable(self.text.strip()), fault="it was cut off")

    def _enter(self) -> bool:
        """Skip to the next opening brace; whether there is one."""
        if not self.inside:
            start = self.text.find("{")
            self.inside = start >= 0
            self.text = self.text[start:] if self.inside else ""
            self._restart()
        return self.inside

    def _next_end(self) -> tuple[int | None, bool]:
        """Return where the object ends and whether it is whole, going on from where the last scan stopped."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "{" and self.at > 0:
                if _START.match(self.text, self.at):
                    return self.at, False
                if _PERHAPS_START.fullmatch(self.text, self.at):
                    return None, False
            self.at += 1
            if self.escaped:
                self.escaped = False
            elif self.quoted:
                self.escaped, self.quoted = char == "\\", char != '"'
            elif char == '"':
                self.quoted = True
            elif char in "{}":
                self.depth += 1 if char == "{" else -1
                if self.depth == 0:
                    return self.at, True
        return None, False


def _load(raw: str) -> Found:
    """Read one object; strict about JSON except for line breaks inside strings, which many models send."""
    raw = encodable(raw.strip())
    try:
        fields = json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        return Found(raw, fault="it is not JSON")
    return Found(raw, fields)


def encodable(text: str) -> str:
    """Return the text with halves of surrogate pairs joined, or replaced where one is alone."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
