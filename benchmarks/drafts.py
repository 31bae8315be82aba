"""How well and how fast a draft is checked: `python -m benchmarks.drafts`.

On the sample stories: sentences as they are printed, sentences with one change that makes them false, sentences about
things no article mentions, and the written paraphrases. Each is held against the library of all sample articles.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from eval.mutations import MUTATORS, TrueSentence
from rag.datatypes import DraftSentence, DraftVerdict
from rag.newsroom import Newsroom
from rag.settings import WriterChoice, load_settings
from rag.text.statements import split_statements

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
SEED = 7
PART = 60
"""Sentences in one draft."""
NOWHERE = (
    "The observatory at Kelm Point will close its public gallery for two winters while the dome is rebuilt.",
    "Beekeepers on the Oster plateau lost four in ten hives to a late frost in April.",
    "Halima Drost was elected head of the chess federation with 61 votes to 40.",
    "The night train between Varrow and Linde returns after eleven years.",
    "Onion prices doubled within a month because rain spoiled the harvest in the south.",
    "The museum of Ostry has bought back a silver cup that was stolen in 1974.",
    "Swimmers were told to keep out of Lake Immer after blue algae were found near the jetty.",
    "The tax office will send its letters on paper again from next spring.",
    "A team from the university of Thale has mapped the sea floor north of the Grell islands.",
    "Students may borrow bicycles free of charge during the strike of the tram drivers.",
    "Orla Vint won the marathon in two hours and 26 minutes.",
    "The theatre on Needle Street opens with a comedy about a lighthouse keeper.",
    "Two peregrine falcons have nested on the tower of the old brewery.",
    "The army will hand the barracks of Hest to the city for housing.",
    "Teachers of the northern schools have voted for a strike on the last day of term.",
    "The price of a stamp rises by five cents in January.",
    "A storm tore the roof off the market hall of Pellin and cut power to 900 homes.",
    "The parliament of Sorrel passed a law against the export of old violins.",
    "Firefighters saved a horse that had fallen into a swimming pool.",
    "The film festival of Aune gave its first prize to a film about a ferryman's daughter.",
)
"""Sentences about things that no sample article mentions."""


def sentences() -> Iterator[TrueSentence]:
    """Yield the whole sentences of the sample stories with their surroundings."""
    with tempfile.TemporaryDirectory() as folder, _library(folder) as newsroom:
        for entry in newsroom.articles():
            body = newsroom.article(entry.id).body
            paragraphs = tuple(paragraph.text for paragraph in body)
            for paragraph in body:
                for one in split_statements(paragraph.text):
                    if not one.why_not and len(one.text.split()) > 8 and "\n" not in one.text:
                        yield TrueSentence(one.text, paragraph.text, paragraphs)


def changed(sentence: TrueSentence, kind: str, everything: Sequence[str]) -> str | None:
    """Change a sentence in one way, so that no article says it; None where that cannot be done."""
    for mutation in MUTATORS[kind](sentence):
        if not any(mutation.text in text for text in everything):
            return mutation.text
    return None


def cases() -> dict[str, list[str]]:
    """Return the sentences by what they are; a fixed choice."""
    pool = list(sentences())
    random.Random(SEED).shuffle(pool)
    everything = [one.paragraph for one in pool]
    kinds = [kind for kind in MUTATORS if kind != "subject/object"]
    mutated: list[str] = []
    at = 60
    while len(mutated) < 40 and at < len(pool):
        wanted = kinds[len(mutated) % len(kinds) :] + kinds[: len(mutated) % len(kinds)]
        made = next((text for kind in wanted if (text := changed(pool[at], kind, everything))), None)
        mutated += [made] if made else []
        at += 1
    lines = (SAMPLES / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
    paraphrases = [str(json.loads(line)["text"]) for line in lines]
    return {
        "as printed": [one.text for one in pool[:60]],
        "one change": mutated,
        "from nowhere": list(NOWHERE),
        "paraphrases": paraphrases,
        "paraphrases, one change": [*filter(None, map(_changed_paraphrase, paraphrases, range(len(paraphrases))))],
    }


def _changed_paraphrase(text: str, number: int) -> str | None:
    """Change a paraphrase in one way, another for each in turn as far as its words allow."""
    kinds = [*MUTATORS]
    for kind in kinds[number % len(kinds) :] + kinds[: number % len(kinds)]:
        for mutation in MUTATORS[kind](TrueSentence(text, text, (text,))):
            return mutation.text
    return None


def main() -> None:
    """Print the table, what went wrong, and the time for a draft of 1,000 words."""
    with tempfile.TemporaryDirectory() as folder, _library(folder) as newsroom:
        print("| Sentences | " + " | ".join(DraftVerdict) + " |\n|---" * 1 + "|---" * len(DraftVerdict) + "|")
        wrong: dict[str, list[str]] = {}
        problem = DraftVerdict.PROBLEM
        wanted = {"one change": problem, "paraphrases, one change": problem, "from nowhere": DraftVerdict.NOT_FOUND}
        everything = cases()
        for name, texts in everything.items():
            judged = _judged(newsroom, texts)
            counts: Mapping[str, int] = Counter(one.verdict for one in judged)
            print(f"| {name}, {len(judged)} | " + " | ".join(str(counts.get(v, 0)) for v in DraftVerdict) + " |")
            right = wanted.get(name, DraftVerdict.VERIFIED)
            missed = [one for one in judged if one.verdict != right]
            wrong[name] = [f"{one.verdict}: {one.text} {[p.detail for p in one.problems]}" for one in missed]
        words = " ".join(everything["as printed"] + everything["one change"]).split()[:1000]
        started = perf_counter()
        newsroom.check_draft(" ".join(words))
        print(f"\n1,000 words: {perf_counter() - started:.1f} s")
        for name, lines in wrong.items():
            print(f"\n{name}: {len(lines)} judged otherwise", *lines, sep="\n  ")


def _judged(newsroom: Newsroom, texts: Sequence[str]) -> list[DraftSentence]:
    parts = ["\n".join(texts[at : at + PART]) for at in range(0, len(texts), PART)]
    return [sentence for part in parts for sentence in newsroom.check_draft(part).sentences]


def _library(folder: str) -> Newsroom:
    newsroom = Newsroom.open(load_settings(data=Path(folder), writer=WriterChoice.EMBEDDED))
    newsroom.add([SAMPLES / "articles"])
    return newsroom


if __name__ == "__main__":
    main()
