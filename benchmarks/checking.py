"""Claims checked per second of processor time, on one core: by the checker of the writers and by `check --batch`.

    python -m benchmarks.checking [--data FOLDER] [--sentences N] [--repeat N]

The claims are those of the suite `checker`: true sentences of articles, fair edits and mutations of them, each citing
its paragraph (without --data of the sample stories), and the written paraphrases. Every pass starts in a new process,
so that nothing is known from the pass before: "first" is the first time each claim is met, "again" a second pass over
the same claims with what is kept from the first.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.articles import load_articles
from eval.mutants import make_claims
from eval.paraphrases import load_paraphrases
from eval.sets.folders import SAMPLES
from rag.batches import check_batch
from rag.datatypes import Article, Cite, DraftClaim, Paragraph
from rag.verify import Checker, evidence_from_articles

Work = tuple[str, Article, tuple[Paragraph, ...]]
"""A claim with its article and the paragraphs it cites."""


def load_work(folder: Path | None, sentences: int) -> dict[str, list[Work]]:
    """Return the claims to check, by the name of their set."""
    samples = load_articles(SAMPLES)
    articles = load_articles(folder) if folder else samples
    made: list[Work] = [(one.text, one.article, (one.paragraph,)) for one in make_claims(articles, sentences)]
    written = [(one.text, one.article, one.paragraphs) for one in load_paraphrases(samples)]
    return {"sentences and mutations": made, "paraphrases": written}


def check_in_process(work: Sequence[Work]) -> None:
    """Check claims as the writers do, with the whole article as evidence."""
    checker = Checker()
    articles = {article.id: article for _, article, _ in work}
    evidence = {id: evidence_from_articles([article]) for id, article in articles.items()}
    for text, article, cited in work:
        checker.check(DraftClaim(text, tuple(Cite(p.id) for p in cited)), evidence[article.id])


def check_by_batch(work: Sequence[Work]) -> None:
    """Check claims as the command line does, with the paragraphs they cite as evidence."""
    lines = [
        {"id": n, "text": text, "evidence": [{"id": p.id, "outlet": article.outlet, "text": p.text} for p in cited]}
        for n, (text, article, cited) in enumerate(work)
    ]
    for _ in check_batch(lines):
        pass


WAYS: dict[str, Callable[[Sequence[Work]], None]] = {"in process": check_in_process, "check --batch": check_by_batch}


def measure(way: str, work: Sequence[Work]) -> tuple[float, float]:
    """Return the claims per second of processor time, the first time and again."""
    WAYS[way](work[:20])
    rates = []
    for _ in range(2):
        began = time.process_time()
        WAYS[way](work)
        rates.append(len(work) / (time.process_time() - began))
    return rates[0], rates[1]


def main() -> None:
    """Print a table of rates, the medians of several passes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="articles (the sample stories)")
    parser.add_argument("--sentences", type=int, default=400, metavar="N")
    parser.add_argument("--repeat", type=int, default=3, metavar="N")
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    for name, work in load_work(options.data, options.sentences).items():
        for way in WAYS:
            passes = []
            for _ in range(options.repeat):
                with context.Pool(1) as pool:
                    passes.append(pool.apply(measure, (way, work)))
            first, again = (statistics.median(rates) for rates in zip(*passes, strict=True))
            print(f"{name:24} {len(work):6,} claims  {way:14} first {first:7,.0f}/s  again {again:7,.0f}/s")


if __name__ == "__main__":
    main()
