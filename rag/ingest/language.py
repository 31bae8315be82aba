"""Which language a text is in, for items that do not say; told from its first words, offline.

English, which most texts are, shows in its function words alone. Only for others is the model loaded: that takes half
a second once, then a tenth of a millisecond a text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rag.text.words import STOPWORDS, tokens

_SAMPLE = 500
_ENOUGH = 60
_ENGLISH_SHARE = 0.25
_ONLY_ENGLISH = frozenset({"the", "and", "that", "with", "from", "which"})


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where there are too few words to tell."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in tokens(sample)]
    if sum(map(len, words)) < _ENOUGH:
        return None
    function_words = sum(word in STOPWORDS for word in words)
    if function_words >= _ENGLISH_SHARE * len(words) and not _ONLY_ENGLISH.isdisjoint(words):
        return "en"
    code, _ = _model().classify(sample)
    return str(code)


@lru_cache(maxsize=1)
def _model() -> Any:
    import py3langid  # type: ignore[import-untyped]

    return py3langid
