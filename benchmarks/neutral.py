"""How neutral the embedded writer's briefings are, beside LexRank on the same articles in the same run.

    python -m benchmarks.neutral --data FOLDER [--set val|train] [--limit N]

FOLDER holds `neus` (three leads of one event, and an expert's neutral roundup) and `lexicons/NRC-VAD-Lexicon.txt`. It
prints the arousal of words that a summary has and the roundup has not (Lee et al. 2022; less is more neutral), ROUGE-1
against the roundup, and words, for the bottom line and the whole text of briefings of each length. LexRank (Erkan and
Radev 2004) takes the two sentences most central by TF-IDF.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from eval.scorers.neutrality import arousal, load_lexicon
from eval.scorers.rouge import rouge_n
from rag import Newsroom
from rag.datatypes import Draft
from rag.errors import PlumblineError
from rag.generate.protocol import Length
from rag.settings import Settings, WriterChoice
from rag.text.sentences import split_sentences
from rag.text.words import content_stems

SENTENCES = 2
DAMPING, CLOSE = 0.85, 0.1


def lexrank(texts: Sequence[str], count: int = SENTENCES) -> str:
    """Return the sentences most central to texts, in their order."""
    sentences = [span.text for text in texts for line in text.split("\n") for span in split_sentences(line)]
    counts = [Counter(content_stems(sentence)) for sentence in sentences]
    spread = Counter(stem for stems in counts for stem in stems)
    rows = np.zeros((len(sentences), max(len(spread), 1)))
    places = {stem: at for at, stem in enumerate(spread)}
    for row, stems in enumerate(counts):
        for stem, times in stems.items():
            rows[row, places[stem]] = times * math.log(len(sentences) / spread[stem] + 1)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    near = (rows @ rows.T > CLOSE).astype(float)
    np.fill_diagonal(near, 1)
    step = near / near.sum(axis=1, keepdims=True)
    rank = np.full(len(sentences), 1 / max(len(sentences), 1))
    for _ in range(50):
        rank = (1 - DAMPING) / len(sentences) + DAMPING * (rank @ step)
    best = sorted(np.argsort(-rank, kind="stable")[:count].tolist())
    return " ".join(sentences[at] for at in best)


def read_events(folder: Path, part: str, limit: int | None) -> Iterator[dict[str, Any]]:
    """Read the events of a part of the set."""
    with (folder / "neus" / f"{part}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, limit))


def open_newsroom() -> Newsroom:
    """Open a newsroom with a library of nothing, which briefs what it is given."""
    return Newsroom.open(Settings(data=Path("unused"), database="sqlite://", writer=WriterChoice.EMBEDDED))


def drafts_of(event: Mapping[str, Any]) -> list[Draft]:
    """Return the articles of an event."""
    return [Draft(a["text"], a["title"], f"Outlet {n}") for n, a in enumerate(event["articles"], start=1)]


def summaries(newsroom: Newsroom, event: Mapping[str, Any]) -> dict[str, str]:
    """Summarise one event in every way."""
    drafts = drafts_of(event)
    found = {"LexRank": lexrank([draft.text for draft in drafts])}
    for length in Length:
        briefing = newsroom.brief_drafts(drafts, length=length)
        found[f"{length.value}, bottom line"] = " ".join(claim.text for claim in briefing.summary)
        rest = (claim.text for section in briefing.sections for claim in section.claims)
        found[f"{length.value}, whole"] = " ".join([found[f"{length.value}, bottom line"], *rest])
    return found


def main() -> None:
    """Summarise and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--set", choices=("val", "train"), default="val")
    parser.add_argument("--limit", type=int, help="so many events")
    options = parser.parse_args()
    lexicon = load_lexicon(options.data / "lexicons" / "NRC-VAD-Lexicon.txt")
    rows: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    with open_newsroom() as newsroom:
        for event in read_events(options.data, options.set, options.limit):
            try:
                found = summaries(newsroom, event)
            except PlumblineError as error:
                print(f"{event['id']}: {error}")
                continue
            target = event["target"]["text"]
            for name, text in found.items():
                rows[name].append(
                    (arousal(text, target, lexicon).total, rouge_n(text, target, 1).f1, len(text.split()))
                )
    print(f"| {len(rows['LexRank'])} events | arousal | of LexRank's | ROUGE-1 F | words | empty |")
    print("|---|--:|--:|--:|--:|--:|")
    base = statistics.mean(row[0] for row in rows["LexRank"])
    for name, values in rows.items():
        arousing, rouge, words = (statistics.mean(row[at] for row in values) for at in range(3))
        empty = sum(not row[2] for row in values)
        print(f"| {name} | {arousing:.2f} | {arousing / base:.2f} | {rouge:.3f} | {words:.0f} | {empty} |")


if __name__ == "__main__":
    main()
