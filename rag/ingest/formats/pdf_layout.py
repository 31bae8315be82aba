"""The lines of printed pages to a title and paragraphs, by where they stand and how large they are; it reads no file.

Lines come in the order of reading. Running heads and page numbers go, the lines of a paragraph and the halves of a
broken word are put together again. Tables are not recognised: their rows are lines like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

BROKEN_WORD = "\ufffe"
"""Stands where a word was broken at the end of a line: with a hyphen of its own, or one set by the break only."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, in points from the lower left corner; `from_top` is the share of the page above it.

    A line with a broken word goes on over the break: `end_bottom` and `right` are those of its end.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    end_bottom: float
    size: float
    from_top: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What the pages come to: paragraphs in order, and which of them are headings."""

    title: str
    blocks: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Type:
    """How the running text is set: its size and the distance from line to line."""

    size: float
    leading: float


_EDGE = 0.12
_EDGE_LINES = 4
_APART = 1.5
_REPEATED_SHARE = 0.3
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:(?i:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?[-–—\s]*")
_DIGITS = re.compile(r"\d+")
_SAME_SIZE = 0.08
_HEADING = 1.12
_LONGEST_HEADING = 200
_GAP = 1.3
_INDENT = 0.7
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"[.…][\"'”’»)\]]*$")
_CUT = re.compile(r"(?<=\w)[-\u00ad]$")
_BROKEN = re.compile(rf"(\w+){BROKEN_WORD}(\w+)")
_WORDS = re.compile(rf"\w+(?:-\w+)*(?!\w*{BROKEN_WORD})")
_COMPOUNDS = frozenset({"well", "self", "ex", "then", "so", "vice", "half", "all", "non", "north", "south", "anti"})
_SECOND_PARTS = frozenset(
    {
        "owned",
        "led",
        "based",
        "backed",
        "run",
        "related",
        "old",
        "wide",
        "term",
        "known",
        "made",
        "style",
        "level",
        "scale",
    }
)
_NO_TITLE = re.compile(
    r"(?:untitled|document|unknown|title|print|doc)[\s\d.-]*|microsoft (?:word|powerpoint)\b.*|"
    r".*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|html?)",
    re.IGNORECASE,
)


def lay_out(pages: Sequence[Sequence[Line]], *, title: str = "") -> Layout:
    """Put the lines of all pages together; `title` is what the file says of itself, which may be nonsense."""
    every = [line for page in pages for line in page]
    if not every:
        return Layout("", (), ())
    type_ = _running_type(every)
    lines = _without_furniture(pages, type_)
    if not lines:
        return Layout("", (), ())
    groups = _paragraphs(lines, type_)
    words = {word.casefold() for line in lines for word in _WORDS.findall(line.text)}
    texts = [_joined(group, words) for group in groups]
    large = [
        group[0].size > _HEADING * type_.size and len(text) <= _LONGEST_HEADING and not _FULL_STOP.search(text)
        for group, text in zip(groups, texts, strict=True)
    ]
    at = _title_block(groups, texts, large, title)
    kept = [index for index in range(len(texts)) if index != at]
    stated = "" if _NO_TITLE.fullmatch(title) else title
    return Layout(
        texts[at] if at is not None else stated,
        tuple(texts[index] for index in kept),
        tuple(texts[index] for index in kept if large[index]),
    )


def _without_furniture(pages: Sequence[Sequence[Line]], type_: _Type) -> list[Line]:
    """Return the lines without page numbers and what stands apart at the edge of one page after the other."""
    edges = [_edge_lines(page, type_) for page in pages]
    seen = Counter(key for lines in edges for key in {_place(line) for line in lines})
    enough = max(2, _REPEATED_SHARE * len(pages))
    return [
        line
        for page, apart in zip(pages, edges, strict=True)
        for line in page
        if not (line in apart and (_PAGE_NUMBER.fullmatch(line.text) or seen[_place(line)] >= enough))
    ]


def _edge_lines(page: Sequence[Line], type_: _Type) -> set[Line]:
    """Return the lines at the upper and lower edge of a page that a distance divides from its text."""
    found: set[Line] = set()
    downwards = sorted(page, key=lambda line: line.from_top)
    for inwards in (downwards, downwards[::-1]):
        for count, (line, after) in enumerate(pairwise(inwards), start=1):
            if count > _EDGE_LINES or not (line.from_top < _EDGE or line.from_top > 1 - _EDGE):
                break
            if abs(line.bottom - after.bottom) > _APART * type_.leading:
                found.update(inwards[:count])
    return found


def _place(line: Line) -> tuple[str, int]:
    """Return what makes a line the same on two pages: its words, but not its numbers, and its height."""
    return _DIGITS.sub("#", line.text), round(line.from_top * 50)


def _running_type(lines: Sequence[Line]) -> _Type:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] or 1.0
    steps = [
        step
        for one, two in pairwise(lines)
        if one.page == two.page and _same_size(one, two) and 0 < (step := one.end_bottom - two.bottom) < 3 * size
    ]
    # The lower half: the larger steps are those between paragraphs.
    steps = sorted(steps)[: len(steps) // 2 + 1]
    return _Type(size, median(steps) if steps else 1.2 * size)


def _paragraphs(lines: Sequence[Line], type_: _Type) -> list[list[Line]]:
    rights = _right_edges(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, type_, rights):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _right_edges(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    """Return the right edge of each column, columns told by where the lines begin."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        key = _column(line)
        edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _column(line: Line) -> tuple[int, int]:
    """Return the page and the column of a line: indents are narrow, the space between columns is not."""
    return line.page, round(line.left / 60)


def _same_size(one: Line, two: Line) -> bool:
    return abs(one.size - two.size) <= _SAME_SIZE * max(one.size, two.size)


def _goes_on(group: Sequence[Line], line: Line, type_: _Type, rights: dict[tuple[int, int], float]) -> bool:
    """Tell whether a line belongs to the paragraph above it."""
    last = group[-1]
    if not _same_size(last, line):
        return False
    ended = bool(_ENDS_SENTENCE.search(last.text))
    step = last.end_bottom - line.bottom
    if last.page != line.page or step <= 0:  # the next page or column
        return not ended and line.size <= _HEADING * type_.size
    if step > _GAP * type_.leading * max(1.0, line.size / type_.size):
        return False
    if line.left - min(member.left for member in group) > _INDENT * type_.size:
        return False
    first_word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) / max(len(line.text), 1) * (len(first_word) + 1)
    had_room = last.right + width < rights[_column(last)]
    return not (ended and had_room)


def _joined(group: Sequence[Line], words: set[str]) -> str:
    """Return a paragraph as one line of text."""
    text = ""
    for line in group:
        if text.endswith(BROKEN_WORD) or not text:
            text += line.text
        elif _CUT.search(text):
            text = _CUT.sub(BROKEN_WORD, text) + line.text
        else:
            text = f"{text} {line.text}"
    text = _BROKEN.sub(lambda broken: _mended(broken[1], broken[2], words), text)
    return text.replace(BROKEN_WORD, "-").replace("\u00ad", "")


def _mended(left: str, right: str, words: set[str]) -> str:
    """Return a broken word as the rest of the text writes it, else as one word where nothing speaks against it."""
    one, two = left + right, f"{left}-{right}"
    if one.casefold() in words:
        return one
    hyphened = (
        two.casefold() in words
        or left.casefold() in _COMPOUNDS
        or right.casefold() in _SECOND_PARTS
        or not right[0].islower()
        or left[-1].isdigit()
    )
    return two if hyphened else one


def _title_block(
    groups: Sequence[Sequence[Line]], texts: Sequence[str], large: Sequence[bool], stated: str
) -> int | None:
    """Return which block is the title: the one the file names, else the largest heading on the first page."""
    first_page = [index for index, group in enumerate(groups) if group[0].page == groups[0][0].page]
    for index in first_page:
        if stated and texts[index].casefold() == stated.casefold():
            return index
    headings = [index for index in first_page if large[index]]
    return max(headings, key=lambda index: (groups[index][0].size, -index), default=None)
