"""Paragraphs as material for a prompt: labelled, fenced and made harmless; it leaves out choosing them.

What an article says reaches a model as data between two fence lines that carry a hash of everything between
them, so no article can contain its own fence. A paragraph is one line, so only our labels ever start one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.datatypes import EvidenceParagraph

LABEL = re.compile(r"\[\s*([PS]\d+)\s*\]", re.IGNORECASE)
"""What our labels look like; in a source they are written with round brackets instead."""

# The words that steer a chat template: some servers read them as control tokens wherever they stand.
_CONTROL = re.compile(r"<\|[^<>|]{0,40}\|>|\[/?INST\]|</?s>|</?think(?:ing)?>", re.IGNORECASE)
_FENCE = re.compile(r"<{2,}|>{2,}")


def neutral(text: str) -> str:
    """Return untrusted text as one line that holds no fence, no label and no control word of a chat template."""
    visible = "".join(" " if _unseen(char) else char for char in text)
    line = " ".join(visible.split())
    line = _CONTROL.sub(lambda found: "(" + found.group().strip("<>[]|") + ")", line)
    line = _FENCE.sub(lambda found: found.group()[0], line)
    return LABEL.sub(r"(\1)", line)


def _unseen(char: str) -> bool:
    """Whether a character is a control or a formatting mark; soft hyphens and joiners belong to words."""
    return char not in "\u00ad\u200c\u200d" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}


def fence(name: str, body: str) -> str:
    """Put a body between two fence lines that carry its hash."""
    mark = hashlib.sha256(f"{name}\n{body}".encode()).hexdigest()[:12]
    return f"<<<{name} {mark}\n{body}\n{mark} {name}>>>"


@dataclass(frozen=True, slots=True)
class Material:
    """Paragraphs laid out for one request. `text` is fenced; `ids` maps labels ("P1") to paragraph ids."""

    text: str
    ids: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, paragraphs: Iterable[EvidenceParagraph], same_copy: Iterable[Sequence[str]] = ()) -> Material:
        """Lay out paragraphs in the given order, those of one article under one heading.

        Args:
            paragraphs: What may be cited; articles stand in the order of their first paragraph here.
            same_copy: Groups of article ids that carry the same copy; the headings say so.
        """
        groups: dict[str, list[EvidenceParagraph]] = {}
        for paragraph in paragraphs:
            groups.setdefault(paragraph.article_id, []).append(paragraph)
        names = {article: f"S{number}" for number, article in enumerate(groups, start=1)}
        twins = {article: [names[a] for a in group if a in names] for group in same_copy for article in group}
        ids: dict[str, str] = {}
        lines: list[str] = []
        for article, group in groups.items():
            lines.append(_heading(names[article], group[0], twins.get(article, [])))
            for paragraph in group:
                label = f"P{len(ids) + 1}"
                ids[label] = paragraph.id
                lines.append(f"[{label}] {neutral(paragraph.text)}")
            lines.append("")
        body = "\n".join(lines).strip() or "(nothing was found)"
        return cls(fence("MATERIAL", body), ids, {value: key for key, value in ids.items()})

    def resolve(self, marker: str) -> str:
        """Return the paragraph id of a label; any other marker comes back as it was written."""
        return self.ids.get(marker.strip().strip("[]").upper(), marker)


def _heading(name: str, paragraph: EvidenceParagraph, twins: Sequence[str]) -> str:
    """Return the line above an article's paragraphs: outlet, date, title, and which sources share its copy."""
    date = (paragraph.published or "")[:10] or "no date given"
    line = f'[{name}] {neutral(paragraph.outlet) or "unnamed outlet"} | {date} | "{neutral(paragraph.title)}"'
    others = [twin for twin in twins if twin != name]
    return f"{line} | same copy as {', '.join(others)}: one source, not several" if others else line
