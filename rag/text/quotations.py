"""Quotations of a text: where they stand, and where their words stand in a source.

A quotation is verbatim or it is not: `locate` verifies, `nearest` only points at the closest words so that a
person can be shown the difference. Who said it is not decided here.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from rag.text.folding import folded, normalise

__all__ = ["Quotation", "find_quotations", "locate", "nearest", "normalise", "word_diff"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `source[start:end]` with the marks, `text` without them.

    `scare` marks one or two words that are not speech: a title, a nickname, a term held at arm's length.
    """

    start: int
    end: int
    text: str
    scare: bool


_CLOSERS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", "‘": "’'", "'": "'’"}
_ALWAYS_OPENS = "“„«"
_MARK = re.compile(r"[\"“”„«»‘']")
_NOT_BEFORE_OPENING = re.compile(r"[^\W_]|[.,!?;:%)\]’”»]")
_CLIPPED = re.compile(r"['‘](?:\d0s|em|til|tis|twas|cause|bout|round|cos|n)\b", re.I)
_SPEECH_BEFORE = re.compile(
    r"\b(?:said|says|say|asked|replied|answered|shouted|wrote|added|chant(?:ed|ing)|told\s\w+)\s*[,:]?\s*$", re.I
)
_WORDS = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def find_quotations(text: str) -> list[Quotation]:
    """Find the outermost quotations of a text, paragraph by paragraph; nested ones stay inside their outer one."""
    return list(_found(text))


@lru_cache(maxsize=1024)
def _found(text: str) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    at = 0
    while mark := _MARK.search(text, at):
        start = mark.start()
        at = start + 1
        if not _opens(text, start):
            continue
        line_end = text.find("\n", start)
        limit = len(text) if line_end < 0 else line_end
        close = _closing(text, start, limit)
        if close is None and not _runs_on(text, start):
            continue
        inner_end, end = (close, close + 1) if close is not None else (limit, limit)
        inner = text[start + 1 : inner_end]
        if not inner.strip():
            continue
        found.append(Quotation(start, end, inner, _is_scare(text, start, inner)))
        at = end
    return tuple(found)


def _opens(text: str, at: int) -> bool:
    """Say whether the mark at an offset can open a quotation rather than close one or be an apostrophe."""
    mark, after = text[at], text[at + 1 : at + 2]
    if not after or after.isspace():
        return False
    before = text[at - 1] if at else " "
    if mark in _ALWAYS_OPENS:
        return mark != "“" or not before.isalnum()
    if _NOT_BEFORE_OPENING.match(before) and not (before in ":," and mark == '"' and after.isalnum()):
        return False
    if mark in "'‘":
        return (after.isalnum() or after in '“"[¿¡') and not _CLIPPED.match(text, at)
    return True


def _closing(text: str, start: int, limit: int) -> int | None:
    """Return the offset of the mark that closes the one at `start`, or None if nothing does before `limit`."""
    mark = text[start]
    closers = _CLOSERS[mark]
    if mark in "'‘":
        return _closing_single(text, start, limit, closers)
    first = min((i for c in closers if (i := text.find(c, start + 1, limit)) >= 0), default=None)
    if first is None or mark not in "“«":
        return first
    depth = 0
    for i in range(start, limit):
        depth += (text[i] == mark) - (text[i] in closers)
        if depth == 0:
            return i
    return first


def _closing_single(text: str, start: int, limit: int, closers: str) -> int | None:
    """Close a single mark where no word goes on, passing over a plural possessive when a later mark can close."""
    ends = [
        i
        for i in range(start + 2, limit)
        if text[i] in closers and not text[i - 1].isspace() and not text[i + 1 : i + 2].isalnum()
    ]
    for number, end in enumerate(ends):
        possessive = text[end - 1] == "s" and re.match(r" [^\W\d_]", text[end + 1 : end + 3])
        later = number + 1 < len(ends) and not re.search(r"(?:^|\s)['‘]\w", text[end + 1 : ends[number + 1]])
        if not (possessive and later):
            return end
    return None


def _runs_on(text: str, start: int) -> bool:
    """Say whether an unclosed quotation goes on to the end of its paragraph (the next one opens it again)."""
    if text[start] == "'":
        return False
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    return not before or (text[start] in _ALWAYS_OPENS + '"' and before[-1] in ":,")


def _is_scare(text: str, start: int, inner: str) -> bool:
    words = _WORDS.findall(inner)
    if not 1 <= len(words) <= 2 or inner.rstrip()[-1] in ".!?…":
        return False
    after = text[start + 1 + len(inner) + 1 :]
    spoken = inner.rstrip().endswith(",") and re.match(r"\s+\w+(?:\s\w+){0,3}?\s(?:said|asked|replied|added)\b", after)
    return not spoken and not _SPEECH_BEFORE.search(text, max(0, start - 30), start)


_GAP = re.compile(r"\.\.\.|\[[^\[\]]*\]")
_LONGEST_REPLACED = 60
"""How many characters of the source a bracketed clarification may stand for."""
_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|hardly|cannot|den(?:y|ies|ied))\b|n't\b", re.I
)


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return where the words of a quotation stand verbatim in a text, as offsets into it, or None.

    Quote marks, dashes, ellipses and white space are folded. An ellipsis and a [clarification] in the quotation
    may stand for words of the source; everything else must be there, in order. A comma or full stop that ends
    the quotation may be missing from the source.
    """
    source, offsets = folded(text)
    for form in _forms(folded(quote)[0].strip()):
        span = _find(form, source)
        if span is None and ("..." in form or "[" in form):
            span = _find_pieces(form, source)
        if span:
            return offsets[span[0]], offsets[span[1]]
    return None


_CHANGED_CAPITAL = re.compile(r"\[(\w)\](?=\w)")


@lru_cache(maxsize=1024)
def _forms(words: str) -> tuple[str, ...]:
    """Return the forms a quotation may have in its source: without its closing comma, with a "[T]he" undone."""
    forms = [words]
    if "[" in words:
        forms += [
            _CHANGED_CAPITAL.sub(lambda m: m[1].lower(), words),
            _CHANGED_CAPITAL.sub(lambda m: m[1].upper(), words),
        ]
    return tuple(dict.fromkeys([*forms, *(form.rstrip(",.").rstrip() for form in forms if form[-1:] in {",", "."})]))


def _find(words: str, source: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Find words in a source where no word or number of the source is cut in two."""
    at = source.find(words, start, end)
    if at >= 0 and not any(c.isalnum() for c in words):
        return None
    while at >= 0:
        if not _cuts(source, at) and not _cuts(source, at + len(words)):
            return at, at + len(words)
        at = source.find(words, at + 1, end)
    return None


def _cuts(source: str, at: int) -> bool:
    """Say whether an offset lies inside a word or a number such as 1,160 or 12.5."""
    before, after = source[at - 1 : at] if at else "", source[at : at + 1]
    if before.isalnum() and after.isalnum():
        return True
    if before.isdigit() and after in (".", ","):
        return source[at + 1 : at + 2].isdigit()
    return after.isdigit() and before in (".", ",") and at > 1 and source[at - 2].isdigit()


def _find_pieces(words: str, source: str) -> tuple[int, int] | None:
    """Find a quotation with ellipses or clarifications: its other words verbatim and in order."""
    # What the source itself has in brackets stands for nothing else.
    marks = [mark for mark in _GAP.finditer(words) if mark[0] == "..." or mark[0] not in source]
    if not marks:
        return None
    gaps = [mark[0] for mark in marks]
    bounds = [0, *(place for mark in marks for place in mark.span()), len(words)]
    pieces = [words[start:end].strip() for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    if not any(c.isalnum() for c in "".join(pieces)):
        return None
    parts = [(piece, gap) for piece, gap in zip(pieces, ["", *gaps], strict=True) if piece]
    at: int | None = 0
    while at is not None and (first := _find(parts[0][0], source, at)):
        end: int | None = first[1]
        for piece, gap in parts[1:]:
            assert end is not None
            limit = None if gap == "..." else end + _LONGEST_REPLACED + len(piece)
            following = _find(piece, source, end, limit)
            if following is None or _hides_negation(source[end : following[0]]):
                end = None
                break
            end = following[1]
        if end is not None:
            return first[0], end
        at = first[0] + 1
    return None


def _hides_negation(omitted: str) -> bool:
    """Say whether words left out within one sentence turn its meaning round."""
    return bool(_NEGATION.search(omitted)) and not re.search(r"[.!?](?:\s|')", omitted)


def nearest(quote: str, text: str) -> tuple[int, int, float]:
    """Return the window of a text most like a quotation, and how alike they are (0 to 1). It verifies nothing."""
    source, offsets = folded(text)
    words = folded(quote)[0].strip()
    if not words or not source:
        return 0, 0, 0.0
    match = fuzz.partial_ratio_alignment(words, source)
    if match is None:
        return 0, 0, 0.0
    start, end = match.dest_start, match.dest_end
    while start > 0 and source[start - 1].isalnum() and source[start : start + 1].isalnum():
        start -= 1
    while end < len(source) and source[end].isalnum() and source[end - 1].isalnum():
        end += 1
    return offsets[start], offsets[end], match.score / 100


def word_diff(printed: str, quoted: str) -> str:
    """Show how quoted words differ from the printed ones: "[-12-]{+21+} killed and ..."."""
    old, new = printed.split(), quoted.split()
    matcher = difflib.SequenceMatcher(None, [_key(w) for w in old], [_key(w) for w in new], autojunk=False)
    shown: list[str] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            shown += old[a:b]
        else:
            removed = f"[-{' '.join(old[a:b])}-]" if b > a else ""
            added = f"{{+{' '.join(new[c:d])}+}}" if d > c else ""
            shown.append(removed + added)
    return " ".join(shown)


def _key(word: str) -> str:
    return folded(word)[0].strip()
