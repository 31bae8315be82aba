"""How well the comparison finds who states the same and who contradicts whom, against pairs a person judged.

    python -m benchmarks.alignments --data FOLDER [--half tune|held] [--gold FILE] [--sample FILE] [--judge]

FOLDER holds `basil` and `allsides_events`. The pairs are in `eval/gold`; how they were made is in its README.

A gold pair is found if, in one claim of the comparison, a citation overlaps one of its sentences, the other article has
the right stance towards it, and cites the paragraph of the other sentence. A revision that the comparison shows as one,
by two claims or among the figures, is counted in a row of its own and is no contradiction found. Precision is of what
the comparison says about the judged pairs: two citations that overlap both sentences of a pair say something of it.
With --sample, FILE gets random pairs of sentences that the comparison joins, for a person to judge; it holds their
text, so keep it out of the project. What was judged so is in `eval/gold/drawn.jsonl` and `sampled.jsonl`, and counts
where the comparison still says it. `--gold disputed.jsonl` measures on what was once called a contradiction.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.news_events import events
from rag.datatypes import Article, Citation, ComparedClaim, Comparison, FigureKind, Opposition, Stance
from rag.generate.compare import compare_articles
from rag.generate.compare.related import Relate
from rag.relating import Relaters
from rag.settings import JudgeChoice, load_settings
from rag.stances import proven
from rag.store.copies import group_origins
from rag.store.embeddings import load_embedder
from rag.verify import Checker, evidence_from_articles

GOLD = Path(__file__).parents[1] / "eval" / "gold"
RELATIONS = ("states", "contradicts")
REVISED = "revised"
"""What joins an earlier and a later state, and two values of one figure that the comparison sets against each other."""
DRAWN = ("sampled.jsonl", "drawn.jsonl")
"""Pairs drawn from what an earlier comparison said, and from what this one did."""
SAMPLED = 60
"""How many pairs of a relation are drawn for a person to judge."""


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence by its place."""

    article: str
    paragraph: int
    start: int
    end: int

    def within(self, citation: Citation) -> bool:
        """Whether a citation is of the same paragraph."""
        return citation.article_id == self.article and _number(citation) == self.paragraph

    def overlaps(self, citation: Citation) -> bool:
        """Whether a citation and this sentence share at least half of the shorter one."""
        shared = min(self.end, citation.end) - max(self.start, citation.start)
        return self.within(citation) and 2 * shared >= min(self.end - self.start, citation.end - citation.start)


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of sentences as a person judged it; `relation` is states, contradicts or neither."""

    story: str
    half: str
    relation: str
    kind: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Joined:
    """Two sentences of two articles that a claim of the comparison joins, and as what."""

    relation: str
    one: Citation
    other: Citation


def read_gold(path: Path) -> list[Judged]:
    """Read judged pairs."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        one, other = (Side(s["article"], s["paragraph"], s["start"], s["end"]) for s in pair["sides"])
        found.append(Judged(pair["story"], pair["half"], pair["relation"], pair["kind"], (one, other)))
    return found


def compared(articles: Sequence[Article], relate: Relate | None = None) -> Comparison:
    """Compare articles as the project does by default, or with a model that reads them."""
    titles = sorted((a.title for a in articles if a.title), key=lambda title: (len(title), title))
    embed = load_embedder("wordllama").embed
    found = compare_articles(titles[0] if titles else "", articles, group_origins(articles), embed=embed, relate=relate)
    return proven(found, evidence_from_articles(articles), Checker())


def joined(comparison: Comparison) -> Iterator[Joined]:
    """Yield the pairs of sentences that the claims of a comparison join, and those that its figures do."""
    by_text = {claim.text: claim for claim in comparison.claims}
    for claim in comparison.claims:
        spoken = [position for position in claim.positions if position.stance is not Stance.SILENT]
        for one, other in combinations(spoken, 2):
            relation = "states" if one.stance is other.stance else "contradicts"
            yield from (Joined(relation, a, b) for a in one.citations for b in other.citations)
        for counter in claim.counterclaims:
            relation = "contradicts" if counter.opposition is Opposition.CONTRADICTS else REVISED
            yield from (
                Joined(relation, a, b)
                for a in _stated(claim)
                for b in _stated(by_text[counter.text])
                if a.article_id != b.article_id
            )
    for entry in comparison.figures:
        if entry.kind in (FigureKind.REVISION, FigureKind.CONFLICT):
            yield from (Joined(REVISED, a.citation, b.citation) for a, b in combinations(entry.values, 2))


def _stated(claim: ComparedClaim) -> list[Citation]:
    """Return what is cited by those who state a claim."""
    return [cited for p in claim.positions if p.stance is Stance.STATES for cited in p.citations]


def finds(pair: Judged, pairs: Iterable[Joined], relation: str) -> bool:
    """Whether the comparison gives a pair this relation: one sentence is cited, and the other one's paragraph."""
    first, second = pair.sides
    return any(
        (first.overlaps(a) and second.within(b)) or (second.overlaps(a) and first.within(b))
        for found in pairs
        if found.relation == relation
        for a, b in ((found.one, found.other), (found.other, found.one))
    )


def says(pair: Judged, pairs: Iterable[Joined]) -> set[str]:
    """Return the relations the comparison gives to the two sentences of a pair themselves."""
    first, second = pair.sides
    return {
        found.relation
        for found in pairs
        if (first.overlaps(found.one) and second.overlaps(found.other))
        or (second.overlaps(found.one) and first.overlaps(found.other))
    }


def interval(hits: int, total: int) -> tuple[float, float]:
    """Return the 95% Wilson interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def shown(name: str, hits: int, total: int) -> str:
    """Return a line of the report."""
    if not total:
        return f"{name:<34} none"
    low, high = interval(hits, total)
    return f"{name:<34} {hits / total:.3f}  ({low:.2f} to {high:.2f})  {hits} of {total}"


def measure(gold: Sequence[Judged], pairs: Mapping[str, Sequence[Joined]]) -> list[str]:
    """Return the report on judged pairs, given the joined pairs of each story."""
    lines: list[str] = []
    for relation in RELATIONS:
        wanted = [pair for pair in gold if pair.relation == relation]
        hits = [pair for pair in wanted if finds(pair, pairs[pair.story], relation)]
        said = [pair for pair in gold if relation in says(pair, pairs[pair.story])]
        right = sum(pair.relation == relation for pair in said)
        lines.append(shown(f"{relation}: precision, judged pairs", right, len(said)))
        lines.append(shown(f"{relation}: recall", len(hits), len(wanted)))
        kinds, got = Counter(pair.kind for pair in wanted), Counter(pair.kind for pair in hits)
        lines += [shown(f"  recall, {kind}", got[kind], kinds[kind]) for kind in sorted(kinds)]
    revisions = [pair for pair in gold if pair.kind == "revision"]
    told = sum(finds(pair, pairs[pair.story], REVISED) for pair in revisions)
    lines.append(shown("revisions shown as such", told, len(revisions)))
    return lines


def measure_sample(sample: Sequence[Judged], pairs: Mapping[str, Sequence[Joined]], said: str) -> str:
    """Return the precision on pairs that were drawn from what the comparison said, and that it still says."""
    still = [pair for pair in sample if said in says(pair, pairs[pair.story])]
    return shown(f"{said}: precision, drawn pairs", sum(pair.relation == said for pair in still), len(still))


def draw(pairs: Mapping[str, Sequence[Joined]], path: Path, seed: int) -> None:
    """Write random joined pairs to a file, shuffled."""
    chance = random.Random(seed)
    chosen: list[tuple[str, Joined]] = []
    for relation in RELATIONS:
        all_of = [(story, pair) for story in sorted(pairs) for pair in pairs[story] if pair.relation == relation]
        chosen += chance.sample(all_of, min(SAMPLED, len(all_of)))
    chance.shuffle(chosen)
    with path.open("w", encoding="utf-8") as out:
        for story, pair in chosen:
            sides = [
                {"article": c.article_id, "paragraph": _number(c), "start": c.start, "end": c.end, "text": c.quote}
                for c in (pair.one, pair.other)
            ]
            out.write(json.dumps({"story": story, "said": pair.relation, "sides": sides}, ensure_ascii=False) + "\n")


def _number(citation: Citation) -> int:
    """Return the number of a cited paragraph, which its id ends with."""
    return int(citation.paragraph_id.rsplit("-", 1)[1])


def main(given: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("tune", "held"))
    parser.add_argument("--gold", default="alignments.jsonl", help="a file of eval/gold")
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", action="store_true", help="have the model of the settings read the articles")
    options = parser.parse_args(given)
    relaters = Relaters(load_settings(judge=JudgeChoice.MODEL if options.judge else JudgeChoice.OFF))
    gold = [pair for pair in read_gold(GOLD / options.gold) if options.half in (None, pair.half)]
    wanted = {pair.story for pair in gold}
    articles: dict[str, list[Article]] = defaultdict(list)
    for told in events(options.data):
        if told.event in wanted:
            articles[told.event].append(told.article)
    with ThreadPoolExecutor(8 if options.judge else 1) as pool:
        found = pool.map(lambda held: compared(held, relaters.convene()), articles.values())
        comparisons = dict(zip(articles, found, strict=True))
    pairs = {story: list(joined(comparison)) for story, comparison in comparisons.items()}
    print(f"{len(gold)} judged pairs of {len(wanted)} stories, {options.half or 'both'}")
    print("\n".join(measure(gold, pairs)))
    for name in DRAWN:
        drawn = [pair for pair in read_gold(GOLD / name) if pair.story in wanted]
        print(name)
        print("\n".join(measure_sample(drawn, pairs, relation) for relation in RELATIONS))
    if options.sample:
        draw(pairs, options.sample, options.seed)


if __name__ == "__main__":
    main()
