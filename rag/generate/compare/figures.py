"""The figures ledger: what is counted, in all the values the sources give for it.

Figures join a group when they count the same concept in like words, within and across articles. A group is shown
with the kind of its worst pair: conflict before revision before rounding before agreed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from rag.datatypes import FigureEntry, FigureKind, FigureValue
from rag.generate.compare.concepts import overlaps
from rag.generate.compare.counted import Counted, by_day
from rag.generate.compare.reading import Reading, cite_sentence
from rag.generate.compare.scope import set_apart
from rag.generate.compare.subjects import subject
from rag.generate.compare.values import DIFFER, relation
from rag.text.figures import FigureType

_JOIN = 1.0
"""The score from which two figures count the same thing."""
_ONLY_BONUS = 0.7
_LARGEST_BONUS = 0.55
_LARGEST = 0.95
_SINGLES = 8
"""How many figures of one article alone are listed."""
_SEVERITY = (FigureKind.AGREED, FigureKind.ROUNDING, FigureKind.REVISION, FigureKind.CONFLICT)


def figure_ledger(
    groups: Sequence[Sequence[Counted]], readings: Sequence[Reading], weight: Mapping[str, float]
) -> tuple[FigureEntry, ...]:
    """Return the figures the articles share, conflicts first, then the weightiest that only one article has."""
    shared: list[tuple[FigureKind, Sequence[Counted]]] = []
    single: list[Sequence[Counted]] = []
    for group in groups:
        kind = kind_of(group)
        # Copies of one wire report that agree are one source.
        if len({readings[item.sentence.article].origin for item in group}) > 1 or kind is not FigureKind.AGREED:
            shared.append((kind, group))
        else:
            single.append(group)
    shared.sort(key=lambda pair: (-_SEVERITY.index(pair[0]), -_articles(pair[1]), pair[1][0].sentence.number))
    single = sorted((g for g in single if _notable(g[0])), key=lambda g: (_rank(g[0]), g[0].sentence.article))
    entries = [_entry(kind, group, readings, weight) for kind, group in shared]
    entries += [_entry(FigureKind.SINGLE, group, readings, weight) for group in single[:_SINGLES]]
    return tuple(entries)


def group_figures(found: Sequence[Counted], weight: Mapping[str, float]) -> list[list[Counted]]:
    """Group figures that count the same thing: the best pairs first, each group as alike as its average pair."""
    scores, apart = _scores(found, weight)
    # The sum of scores between two groups, so that their average is known without looking at every pair again.
    total: dict[int, dict[int, float]] = {i: {} for i in range(len(found))}
    for (i, j), score in scores.items():
        total[i][j] = total[j][i] = score
    places = [{_place(item): item.figure.value} for item in found]
    leader = list(range(len(found)))
    members = {i: [i] for i in range(len(found))}
    for i, j in sorted((pair for pair in scores if scores[pair] >= _JOIN), key=lambda pair: (-scores[pair], pair)):
        a, b = leader[i], leader[j]
        if a == b or total[a].get(b, 0.0) < _JOIN * 0.6 * len(members[a]) * len(members[b]):
            continue
        if any(places[a].get(place, value) != value for place, value in places[b].items()):
            continue  # two different figures of one sentence count two things
        if any((min(k, n), max(k, n)) in apart for k in members[a] for n in members[b]):
            continue
        places[a].update(places[b])
        for member in members[b]:
            leader[member] = a
        members[a] += members.pop(b)
        for other, score in total.pop(b).items():
            total[other].pop(b, None)
            if other != a:
                total[a][other] = total[other][a] = total[a].get(other, 0.0) + score
    grouped = [[found[i] for i in sorted(group)] for group in members.values()]
    return [part for group in grouped for part in _told_apart(group)]


def _told_apart(group: Sequence[Counted]) -> list[list[Counted]]:
    """Return a group, or its values one by one where two articles print the same two: they know of two things."""
    values: dict[int, set[float]] = {}
    for item in group:
        values.setdefault(item.sentence.article, set()).add(item.figure.value)
    both = any(len(one & other) > 1 for one, other in combinations(values.values(), 2))
    if not both or kind_of(group) is not FigureKind.CONFLICT:
        return [list(group)]
    return [[item for item in group if item.figure.value == value] for value in sorted(set().union(*values.values()))]


def _scores(
    found: Sequence[Counted], weight: Mapping[str, float]
) -> tuple[dict[tuple[int, int], float], set[tuple[int, int]]]:
    """Return how surely two figures count the same thing, and the pairs that do not though their words are alike."""
    leading = _leading(found)
    clause = overlaps([item.clause for item in found], weight)
    whole = overlaps([item.clause | item.around for item in found], weight)
    alike = (0.65 * clause + 0.35 * whole).tolist()
    scores: dict[tuple[int, int], float] = {}
    apart: set[tuple[int, int]] = set()
    for i, one in enumerate(found):
        for j in range(i + 1, len(found)):
            if score := same_thing(one, found[j], alike[i][j]):
                if relation(one, found[j]) in DIFFER and set_apart(one, found[j], alike[i][j]):
                    apart.add((i, j))
                else:
                    scores[i, j] = score + min(leading.get(i, 0.0), leading.get(j, 0.0))
    return scores, apart


def _leading(found: Sequence[Counted]) -> dict[int, float]:
    """Return the bonus of figures that are "the" figure of a known concept in an article: its only or largest one."""
    values: dict[tuple[int, str], set[float]] = {}
    for item in found:
        values.setdefault((item.sentence.article, item.concept), set()).add(item.figure.value)
    bonus: dict[int, float] = {}
    for i, item in enumerate(found):
        own = values[item.sentence.article, item.concept]
        # "More than 750" beside 779 is the same figure, rounded.
        if item.known and not item.background and item.figure.value >= _LARGEST * max(own):
            bonus[i] = _ONLY_BONUS if min(own) >= _LARGEST * max(own) else _LARGEST_BONUS
    return bonus


def _place(item: Counted) -> tuple[int, int]:
    return item.sentence.article, item.sentence.number


def same_thing(one: Counted, other: Counted, alike: float) -> float:
    """Return how surely two figures count the same thing; from 1.0 they are taken to, 0.0 rules it out.

    `alike` is the likeness of their words, 0 to 1.
    """
    if not _comparable(one, other):
        return 0.0
    a, b = one.figure, other.figure
    near = _closeness(a.value, b.value)
    score = alike * 1.8 + (0.45 * near if near > 0.8 else 0.0)
    if near >= 0.97 and min(abs(a.value), abs(b.value)) >= 1000:
        # Two large numbers that close are seldom a coincidence within one story.
        score += 0.5 if a.value == b.value and a.value % 100 else 0.2
    if one.concept and one.concept == other.concept:
        score += 0.3 if one.known else 0.35
    elif one.concept and other.concept and not (one.known or other.known):
        score -= 0.5 if near < 0.97 else 0.2
    if near < 0.25:
        score -= 0.6
    elif near < 0.8 and not (one.known and one.concept == other.concept):
        score -= 0.15
    if near < 0.97 and a.type is not FigureType.COUNT and not (one.known and one.concept == other.concept):
        # Two shares or sums in like sentences are mostly of two things: a poll's candidates, a budget's items.
        score -= 0.3
    if a.type is not FigureType.COUNT and one.sentence.names and one.sentence.names.isdisjoint(other.sentence.names):
        score -= 0.3 * bool(other.sentence.names)
    if max(abs(a.value), abs(b.value)) < 20 and a.type is FigureType.COUNT and not one.known:
        # Small numbers are everywhere: two of them agree by chance.
        score -= 0.25
    if a.value != b.value and _of_other_years(one, other):
        score -= 1.0
    if one.places and other.places and not one.places & other.places and near < 0.9:
        score -= 0.2
    return max(score, 0.0)


def _of_other_years(one: Counted, other: Counted) -> bool:
    """Whether two figures are for other years, or one for several years and the other not."""
    first, second = _years(one), _years(other)
    return first != second and (max(len(first), len(second)) > 1 or bool(first and second))


def _years(item: Counted) -> frozenset[float]:
    return frozenset(f.value for f in item.sentence.figures if f.type is FigureType.YEAR)


def _comparable(one: Counted, other: Counted) -> bool:
    """Whether two figures are of one type, unit and concept, and not side by side in one sentence."""
    types = {one.figure.type, other.figure.type}
    if FigureType.SCORE not in types:
        if len(types) > 1:
            return False
        if FigureType.COUNT not in types and one.figure.unit != other.figure.unit:
            return False
    if one.known and other.known and one.concept != other.concept:
        return False
    return _place(one) != _place(other)


def _closeness(one: float, other: float) -> float:
    low, high = sorted((abs(one), abs(other)))
    return low / high if high else 1.0


def kind_of(group: Sequence[Counted]) -> FigureKind:
    """Return how the values of a group stand to each other: the worst that holds of any two."""
    worst = 0
    for i, one in enumerate(group):
        for other in group[i + 1 :]:
            worst = max(worst, _SEVERITY.index(relation(one, other)))
    return _SEVERITY[worst]


def _articles(group: Sequence[Counted]) -> int:
    return len({item.sentence.article for item in group})


def _notable(item: Counted) -> bool:
    """Whether a figure that only one article has is worth listing: a vote, a sum, a known count, a large number."""
    figure = item.figure
    if figure.type in (FigureType.SCORE, FigureType.MONEY, FigureType.PERCENT):
        return True
    return figure.type is FigureType.COUNT and (item.known or figure.value >= 100)


def _rank(item: Counted) -> tuple[bool, int]:
    """Return the order of single figures: votes first, then by their place in the article."""
    return item.concept != "votes", item.sentence.number


def _entry(
    kind: FigureKind, group: Sequence[Counted], readings: Sequence[Reading], weight: Mapping[str, float]
) -> FigureEntry:
    values: list[FigureValue] = []
    seen: set[tuple[int, float]] = set()
    for item in by_day(group):
        key = item.sentence.article, item.figure.value
        if key in seen:
            continue
        seen.add(key)
        values.append(
            FigureValue(
                value=item.figure.value,
                text=item.figure.text,
                as_of=item.day,
                attributed_to=item.speaker,
                outlet=readings[item.sentence.article].article.outlet,
                citation=cite_sentence(readings, item.sentence),
            )
        )
    units = Counter(item.figure.unit for item in group if item.figure.unit)
    unit = units.most_common(1)[0][0] if units else ""
    return FigureEntry(subject=subject(group, weight), unit=unit, kind=kind, values=tuple(values))
