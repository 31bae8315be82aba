"""The language of a text that does not say."""

from __future__ import annotations

import pytest

from rag.datatypes import Draft
from rag.ingest import build_article
from rag.ingest.language import detect_language

TEXTS = {
    "en": "The harbour board voted on Monday to keep the swing bridge shut until its bearings have been replaced.",
    "de": "Der Hafenausschuss von Port Ellis hat am Montag beschlossen, die Brücke bis auf Weiteres zu sperren.",
    "nl": "De havenraad van Port Ellis heeft maandag besloten de brug gesloten te houden, zei een woordvoerder.",
    "fr": "Le conseil du port a voté lundi pour garder le pont fermé jusqu’à nouvel ordre, a dit une porte-parole.",
    "es": "La junta del puerto votó el lunes a favor de mantener cerrado el puente hasta nuevo aviso, según dijo.",
    "ru": "Портовый совет в понедельник проголосовал за то, чтобы мост оставался закрытым до особого распоряжения.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_is_told(code: str) -> None:
    assert detect_language(TEXTS[code]) == code
    assert build_article(Draft(TEXTS[code])).language == code


@pytest.mark.parametrize("text", ["", "It opened.", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", "…" * 100])
def test_too_few_words_tell_nothing(text: str) -> None:
    assert detect_language(text) is None


def test_what_the_source_says_counts() -> None:
    assert build_article(Draft(TEXTS["de"], language="fr-CH")).language == "fr"
