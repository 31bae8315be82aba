"""How neutral a text is: loaded words in its own voice, and arousal by a lexicon (Lee et al. 2022).

The lexicon of arousal is research data that a person brings (`NRC-VAD-Lexicon.txt`: word, valence, arousal,
dominance); it is never part of Plumbline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rag.text.loaded import find_loaded
from rag.text.quotations import find_quotations

_POSITIVE, _NEGATIVE = 0.65, 0.35
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Arousal:
    """The arousal that a summary has beyond its reference, in words of good and of bad feeling."""

    positive: float
    negative: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.positive + self.negative


def own_voice(text: str) -> str:
    """Return a text with its quotations taken out."""
    kept, at = [], 0
    for quotation in find_quotations(text):
        kept.append(text[at : quotation.start])
        at = quotation.end
    return " ".join([*kept, text[at:]])


def loaded_words(texts: Sequence[str]) -> list[str]:
    """Return the loaded words of texts, outside quotation marks."""
    return [found.word for text in texts for found in find_loaded(own_voice(text))]


def loaded_per_hundred(texts: Sequence[str]) -> float | None:
    """Return how many of a hundred words are loaded, outside quotation marks; None of no words."""
    words = sum(len(own_voice(text).split()) for text in texts)
    return 100 * len(loaded_words(texts)) / words if words else None


def arousal(summary: str, reference: str, lexicon: Mapping[str, tuple[float, float]]) -> Arousal:
    """Add up the arousal of the words that a summary has and its reference has not, by valence.

    Words of a valence above .65 are positive, below .35 negative; the rest do not count.
    """
    known = set(_words(reference))
    beyond = [lexicon[word] for word in _words(summary) if word in lexicon and word not in known]
    return Arousal(
        sum(arousing for valence, arousing in beyond if valence > _POSITIVE),
        sum(arousing for valence, arousing in beyond if valence < _NEGATIVE),
    )


@lru_cache(maxsize=2)
def load_lexicon(path: Path) -> dict[str, tuple[float, float]]:
    """Read valence and arousal by word from the lexicon's file."""
    lexicon = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) >= 3 and parts[1].replace(".", "", 1).isdigit():
            lexicon[parts[0].lower()] = (float(parts[1]), float(parts[2]))
    return lexicon


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
