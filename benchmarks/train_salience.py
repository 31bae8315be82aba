"""Train the weights by which a briefing chooses its bottom line, on experts' neutral roundups.

    python -m benchmarks.train_salience --data FOLDER [--limit N] [--calm 0.05]

FOLDER holds `neus` and `lexicons/NRC-VAD-Lexicon.txt`. For every claim of a training event it measures what
`rag/generate/salience.py` measures, and ROUGE-1 F with the roundup less `--calm` times the arousal beyond it; a linear
regression of the second on the first gives the weights, which it prints. `benchmarks/neutral.py` measures them on the
validation part.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.neutral import open_newsroom, read_events
from eval.scorers.neutrality import arousal, load_lexicon
from eval.scorers.rouge import rouge_n
from rag.datatypes import Draft
from rag.errors import PlumblineError
from rag.generate.salience import WEIGHTS, Salience
from rag.ingest import build_article


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--limit", type=int, help="so many events")
    parser.add_argument("--calm", type=float, default=0.05, help="what arousal costs (%(default)s)")
    options = parser.parse_args()
    lexicon = load_lexicon(options.data / "lexicons" / "NRC-VAD-Lexicon.txt")
    rows: list[list[float]] = []
    wanted: list[float] = []
    with open_newsroom() as newsroom:
        for event in read_events(options.data, "train", options.limit):
            drafts = [Draft(a["text"], a["title"], f"Outlet {n}") for n, a in enumerate(event["articles"], start=1)]
            target = event["target"]["text"]
            try:
                salience = Salience.of([build_article(draft) for draft in drafts])
                claims = newsroom.compare_drafts(drafts).claims
            except PlumblineError as error:
                print(f"{event['id']}: {error}")
                continue
            for place, claim in enumerate(claims):
                measures = salience.measures(claim.text, place)
                rows.append([measures[name] for name in WEIGHTS])
                beyond = arousal(claim.text, target, lexicon).total
                wanted.append(rouge_n(claim.text, target, 1).f1 - options.calm * beyond)
    found = np.linalg.lstsq(np.column_stack([np.array(rows), np.ones(len(rows))]), np.array(wanted), rcond=None)[0]
    print(f"{len(rows)} claims")
    for name, weight in zip(WEIGHTS, found, strict=False):
        print(f'    "{name}": {weight:.4f},')


if __name__ == "__main__":
    main()
