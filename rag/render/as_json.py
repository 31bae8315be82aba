"""JSON: the datatype itself on one line, with ISO dates, as the command line's contract has it."""

from __future__ import annotations

import json

from rag.datatypes import Answer, Briefing, Changes, CheckedDraft, Comparison, to_json


def to_json_bytes(piece: Answer | Briefing | Changes | Comparison | CheckedDraft) -> bytes:
    """Write a piece as one line of UTF-8 JSON. A figure that is not a number is a bug and raises ValueError."""
    line = json.dumps(to_json(piece), ensure_ascii=False, allow_nan=False)
    # Half a surrogate pair has no UTF-8 form; written as \udXXX it is exactly JSON's own escape for it.
    return (line + "\n").encode("utf-8", "backslashreplace")
