"""Train how likely a neutral roundup has a word, by which a briefing chooses its bottom line.

    python -m benchmarks.train_salience --data FOLDER [--limit N]

FOLDER holds `neus`. Every word of the claims and openings of a training event is measured as
`rag/generate/salience.py` does, for its first, second and third time; a logistic regression learns whether the expert's
roundup has it so often. It prints the weights, and how well they foretell events they were not trained on (log loss
over five parts). `benchmarks/neutral.py` measures the briefings they give, on the validation part.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.neutral import drafts_of, open_newsroom, read_events
from rag import Newsroom
from rag.errors import PlumblineError
from rag.generate.salience import MOST_TIMES, WEIGHTS, Salience, words_of
from rag.ingest import build_article


def measured(newsroom: Newsroom, event: Mapping[str, Any]) -> Iterator[tuple[list[float], bool]]:
    """Yield the traits of each word of an event, and whether its roundup has it so often."""
    salience = Salience.of([build_article(draft) for draft in drafts_of(event) if draft.text.strip()])
    counts = Counter(word for opening in salience.openings for word in opening.elements())
    for claim in newsroom.compare_drafts(drafts_of(event)).claims:
        counts |= Counter(words_of(claim.text))
    wanted = Counter(words_of(event["target"]["text"]))
    for word, times in sorted(counts.items()):
        for time in range(1, min(times, MOST_TIMES) + 1):
            traits = salience.traits(word, time)
            yield [traits[name] for name in WEIGHTS], wanted[word] >= time


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--limit", type=int, help="so many events")
    options = parser.parse_args()
    rows: list[list[float]] = []
    has: list[bool] = []
    of: list[int] = []
    with open_newsroom() as newsroom:
        for number, event in enumerate(read_events(options.data, "train", options.limit)):
            try:
                found = list(measured(newsroom, event))
            except PlumblineError as error:
                print(f"{event['id']}: {error}")
                continue
            rows += [row for row, _ in found]
            has += [there for _, there in found]
            of += [number] * len(found)
    # The intercept is a trait of its own ("always"), so that the weights stand in one table.
    model = LogisticRegression(fit_intercept=False, max_iter=1000)
    told = cross_val_predict(model, np.array(rows), has, groups=of, cv=GroupKFold(5), method="predict_proba")
    print(f"{len(rows)} words of {len(set(of))} events, {sum(has) / len(has):.3f} in the roundup")
    print(f"log loss {log_loss(has, told[:, 1]):.4f}, of the mean alone {log_loss(has, [np.mean(has)] * len(has)):.4f}")
    for name, weight in zip(WEIGHTS, model.fit(np.array(rows), has).coef_[0], strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
