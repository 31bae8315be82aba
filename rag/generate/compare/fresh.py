"""What changed in the reports of one story: claims that only new words make, revised ones, and withdrawn ones.

The old state is the articles that stood, with the old versions of those updated since; fresh are the new articles and
the sentences that an update brought. Everything comes back as drafts: whether it is shown is for the checker to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.datatypes import Article, Cite, DraftClaim, FigureEntry, FigureKind, FigureValue, Origin
from rag.generate.compare.claims import candidates, standalone, topic_stems, weightiest
from rag.generate.compare.concepts import weights
from rag.generate.compare.counted import Counted, counted
from rag.generate.compare.figures import group_figures
from rag.generate.compare.likeness import Link, pairs
from rag.generate.compare.meaning import Embed
from rag.generate.compare.reading import Reading, Sentence, cite_sentence, read
from rag.generate.compare.subjects import subject
from rag.generate.compare.values import relation
from rag.generate.compare.versions import Laid, lay
from rag.text.loaded import find_loaded

_REPLACES = (FigureKind.REVISION, FigureKind.CONFLICT)
_Place = tuple[int, int]
"""An article by its place among the readings, and a sentence of it by its number."""


States = Callable[[DraftClaim], bool]


@dataclass(frozen=True, slots=True)
class Updated:
    """An article before and after an update."""

    before: Article
    after: Article


@dataclass(frozen=True, slots=True)
class Altered:
    """A statement as it was and as it is; `figure` holds both values where it is the figure that changed."""

    before: DraftClaim
    after: DraftClaim
    figure: FigureEntry | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The drafts of what changed, the weightiest first, and for each updated article how its sentences fared."""

    new: tuple[DraftClaim, ...]
    revised: tuple[Altered, ...]
    withdrawn: tuple[DraftClaim, ...]
    laid: tuple[Laid, ...]


def find_changes(
    topic: str,
    stood: Sequence[Article],
    new: Sequence[Article],
    updated: Sequence[Updated],
    origins: Sequence[Origin],
    *,
    states: States,
    embed: Embed | None = None,
) -> Changed:
    """Say what new articles and updates changed in what the articles of a story say.

    Which sentences are about one fact is a guess by likeness; `states` says whether a draft holds by what it cites, and
    only where it does has another sentence said the same.
    """
    return _Changes(topic, stood, new, updated, origins, states, embed).found()


class _Changes:
    """The articles of both states read together, so that each statement is held against all others."""

    def __init__(
        self,
        topic: str,
        stood: Sequence[Article],
        new: Sequence[Article],
        updated: Sequence[Updated],
        origins: Sequence[Origin],
        states: States,
        embed: Embed | None,
    ) -> None:
        self._states = states
        order = [*stood, *(one.before for one in updated), *new, *(one.after for one in updated)]
        origin_of = {key: number for number, origin in enumerate(origins) for key in origin.articles}
        for article in order:
            origin_of.setdefault(article.id, len(origin_of) + len(origins))
        self.readings: list[Reading] = [read(a, n, origin_of[a.id]) for n, a in enumerate(order)]
        first_old, self._first_new = len(stood), len(stood) + len(updated)
        first_after = self._first_new + len(new)
        self._was: dict[_Place, _Place] = {}
        self._old_versions = range(first_old, self._first_new)
        self.pairs = [(first_old + n, first_after + n) for n in range(len(updated))]
        self.laid = [lay(self._texts(old), self._texts(now)) for old, now in self.pairs]
        self.fresh: set[_Place] = {
            (n, sentence.number) for n in range(self._first_new, first_after) for sentence in self.readings[n].sentences
        }
        for (old, now), laid in zip(self.pairs, self.laid, strict=True):
            self.fresh |= {(now, at) for at in laid.come} | {(now, at) for _, at in laid.revised}
            self._was |= {(now, at): (old, before) for before, at in laid.revised}
        self._weigh(topic, embed)

    def _weigh(self, topic: str, embed: Embed | None) -> None:
        self.weight = weights([s.stems for reading in self.readings for s in reading.sentences])
        self.figures = group_figures([item for one in self.readings for item in counted(one)], self.weight)
        stems = topic_stems(topic, self.readings)
        self.claims = weightiest([c for one in self.readings for c in candidates(one, stems, self.weight)])
        self.same: dict[int, set[int]] = defaultdict(set)
        for pair in pairs(self.claims, self.weight, self.figures, embed):
            if pair.link is Link.SAME:
                self.same[pair.one].add(pair.other)
                self.same[pair.other].add(pair.one)

    def found(self) -> Changed:
        """Return what changed: figures first, then sentences, each in the order of their weight."""
        figures = list(self._revised_figures())
        worded, told = [], {place for _, _, places in figures for place in places}
        for (old, now), laid in zip(self.pairs, self.laid, strict=True):
            for before, after in laid.revised:
                if (now, after) not in told and (old, before) not in told:
                    worded.append(Altered(self._verbatim(old, before), self._verbatim(now, after)))
                told |= {(old, before), (now, after)}
        return Changed(
            tuple(self._new(told)),
            (*(Altered(before, after, entry) for (before, after), entry, _ in figures), *worded),
            tuple(self._withdrawn(told)),
            tuple(self.laid),
        )

    def _new(self, told: set[_Place]) -> Iterator[DraftClaim]:
        """Yield the claims of fresh sentences that no older one makes, those of most origins first."""
        unsaid = self.fresh - told
        fresh = [i for i, claim in enumerate(self.claims) if _place(claim.sentence) in unsaid]
        unheard = {i: agreeing for i in fresh if (agreeing := self._agreeing(i)) <= set(fresh)}

        def strength(i: int) -> tuple[int, float, int]:
            origins = {self.readings[self.claims[j].sentence.article].origin for j in (i, *unheard[i])}
            # The most neutral of them words it.
            return -len(origins), len(find_loaded(self.claims[i].sentence.text)) - self.claims[i].weight, i

        used: set[int] = set()
        for i in sorted(unheard, key=strength):
            text = self.claims[i].text
            if i not in used and text is not None:
                members = [i, *sorted(unheard[i] - used)]
                used.update(members)
                yield _draft(text, [self.claims[j].sentence for j in members])

    def _agreeing(self, i: int) -> set[int]:
        """Return the claims that state what one states."""
        text = self.claims[i].text or self.claims[i].sentence.text
        return {j for j in self.same[i] if self._states(_draft(text, [self.claims[j].sentence]))}

    def _withdrawn(self, told: set[_Place]) -> Iterator[DraftClaim]:
        """Yield the sentences that updates took out and that nothing held now states."""
        by_place: dict[_Place, list[int]] = defaultdict(list)
        for i, claim in enumerate(self.claims):
            by_place[_place(claim.sentence)].append(i)
        for (old, _), laid in zip(self.pairs, self.laid, strict=True):
            for number in laid.gone:
                parts = by_place[old, number]
                if (old, number) not in told and parts and not all(map(self._still_stated, parts)):
                    sentence = self.readings[old].sentences[number]
                    yield _draft(standalone(sentence) or sentence.text, [sentence])

    def _still_stated(self, claim: int) -> bool:
        return any(self.claims[j].sentence.article not in self._old_versions for j in self._agreeing(claim))

    def _revised_figures(self) -> Iterator[tuple[tuple[DraftClaim, DraftClaim], FigureEntry, set[_Place]]]:
        """Yield the figures whose latest value is fresh: the drafts, both values, and the sentences they are in."""
        for group in self.figures:
            old = [item for item in group if item.sentence.article < self._first_new and not item.background]
            fresh = [item for item in group if _place(item.sentence) in self.fresh and not item.background]
            # A value that somebody gave before, or a rounding of one, changes nothing.
            other = [item for item in fresh if all(relation(one, item) in _REPLACES for one in old)]
            if not old or not other:
                continue
            after = max(other, key=_by_day)
            was = self._was.get(_place(after.sentence))
            # What the sentence itself said before, if it was revised; else what was said last.
            own = next((one for one in old if _place(one.sentence) == was), None)
            before = own or max(old, key=_by_day)
            if (after.day or "") < (before.day or ""):
                continue
            befores = [one for one in old if one.figure.value == before.figure.value]
            afters = [one for one in other if one.figure.value == after.figure.value]
            values = tuple(self._value(one) for one in (before, after))
            units = [one.figure.unit for one in (after, before) if one.figure.unit]
            # An outlet that puts another figure in place of its own is in no conflict with itself.
            kind = FigureKind.REVISION if own else relation(before, after)
            entry = FigureEntry(subject(group, self.weight), units[0] if units else "", kind, values)
            drafts = self._counting(before, befores), self._counting(after, afters)
            yield drafts, entry, {_place(one.sentence) for one in (*befores, *afters)}

    def _counting(self, leader: Counted, items: Sequence[Counted]) -> DraftClaim:
        sentence = leader.sentence
        others = [one.sentence for one in items if one.sentence.article != sentence.article]
        return _draft(standalone(sentence) or sentence.text, [sentence, *others])

    def _value(self, item: Counted) -> FigureValue:
        return FigureValue(
            value=item.figure.value,
            text=item.figure.text,
            as_of=item.day,
            attributed_to=item.speaker,
            outlet=self.readings[item.sentence.article].article.outlet,
            citation=cite_sentence(self.readings, item.sentence),
        )

    def _verbatim(self, article: int, number: int) -> DraftClaim:
        sentence = self.readings[article].sentences[number]
        return _draft(sentence.text, [sentence])

    def _texts(self, article: int) -> list[str]:
        return [sentence.text for sentence in self.readings[article].sentences]


def _draft(text: str, sentences: Sequence[Sentence]) -> DraftClaim:
    cites = dict.fromkeys(Cite(one.paragraph.id, one.text) for one in sentences)
    spoken = sentences[0].statement
    return DraftClaim(text, tuple(cites), speaker=spoken.speaker if spoken else None)


def _place(sentence: Sentence) -> _Place:
    return sentence.article, sentence.number


def _by_day(item: Counted) -> tuple[str, int]:
    return item.day or "", -item.sentence.number
