from __future__ import annotations

import itertools
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.datatypes import Article, Comparison, Draft, FigureKind, Origin, Stance, Status, to_json
from rag.generate.compare import compare_articles
from rag.ingest import build_article, read_sources
from tests.generate.stories import article, citations

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("PLUMBLINE_SHARED_DATA", ROOT.parent / "shared" / "data"))

HERALD = article(
    "Dunmoor Herald",
    "The ferry Grey Lapwing struck a gravel barge off Dunmoor harbour on Monday, the coastguard said.",
    "The Lapwing was carrying 140 passengers, according to the coastguard.",
    '"The barge had no lights," harbourmaster Edda Quill said. "Nobody could have seen it."',
    "Harbour Minister Tom Arkle promised an inquiry. He said it would report in June.",
)
GLOBE = article(
    "Evening Globe",
    "A gravel barge was struck by the ferry Grey Lapwing off Dunmoor harbour on Monday.",
    "Lapwing Lines said the ferry carried 152 passengers.",
    '"The barge had no lights at all," said Edda Quill, the harbourmaster.',
    "Shares in Lapwing Lines fell four per cent in a chaotic hour of trading.",
    published="2031-05-06T18:00:00+00:00",
)
COPY = article("Moor Radio", *(p.text for p in HERALD.paragraphs), published="2031-05-06T13:00:00+00:00")


def compare(*articles: Article, origins: tuple[Origin, ...] = ()) -> Comparison:
    return compare_articles("the Dunmoor collision", articles, origins)


def words_of(articles: tuple[Article, ...]) -> dict[str, str]:
    return {p.id: p.text for a in articles for p in a.paragraphs}


def test_every_entry_is_cited_exactly() -> None:
    articles = (HERALD, GLOBE, COPY)
    texts = words_of(articles)
    found = citations(compare(*articles))
    assert len(found) > 10
    assert all(texts[c.paragraph_id][c.start : c.end] == c.quote != "" for c in found)


def test_the_order_of_the_articles_and_origins_changes_nothing() -> None:
    origin = Origin(("Moor Radio", "Dunmoor Herald"), "same copy")
    expected = compare(HERALD, GLOBE, COPY, origins=(origin,))
    for order in itertools.permutations((HERALD, GLOBE, COPY)):
        assert compare(*order, origins=(origin,)) == expected


def test_a_fact_two_independent_articles_tell_is_agreed() -> None:
    claim = compare(HERALD, GLOBE).claims[0]
    assert claim.status is Status.AGREED
    assert "Grey Lapwing" in claim.text
    assert [position.stance for position in claim.positions] == [Stance.STATES, Stance.STATES]


def test_copies_of_one_report_are_one_source() -> None:
    origin = Origin(("Dunmoor Herald", "Moor Radio"), "same copy")
    result = compare(HERALD, COPY, origins=(origin,))
    assert result.origins == (origin,)
    assert {claim.status for claim in result.claims} == {Status.SINGLE}
    assert all(entry.kind is FigureKind.SINGLE for entry in result.figures)


def test_two_values_for_one_thing_are_disputed_and_in_conflict() -> None:
    result = compare(HERALD, GLOBE)
    (disputed,) = [claim for claim in result.claims if claim.status is Status.DISPUTED]
    assert {position.stance for position in disputed.positions} == {Stance.STATES, Stance.CONTRADICTS}
    (entry,) = [entry for entry in result.figures if entry.kind is FigureKind.CONFLICT]
    assert [(value.text, value.attributed_to) for value in entry.values] == [
        ("140", "the coastguard"),
        ("152", "Lapwing Lines"),
    ]


def test_an_article_that_says_nothing_is_silent_without_citations() -> None:
    result = compare(HERALD, GLOBE)
    silent = [p for claim in result.claims for p in claim.positions if p.stance is Stance.SILENT]
    assert silent and not any(position.citations for position in silent)
    assert all(len(claim.positions) == 2 for claim in result.claims)


def test_a_leading_pronoun_is_named_in_brackets() -> None:
    texts = [claim.text for claim in compare(HERALD, GLOBE).claims]
    assert "[Tom Arkle] said it would report in June." in texts


def test_versions_of_a_quotation_stand_together_and_first() -> None:
    entry = compare(HERALD, GLOBE).quotations[0]
    assert entry.speaker == "Edda Quill"
    assert [version.text for version in entry.versions] == [
        "The barge had no lights,",
        "The barge had no lights at all,",
    ]


def test_the_timeline_has_the_dates_of_events() -> None:
    entry = compare(HERALD, GLOBE).timeline[0]
    assert entry.date == "2031-05-05"
    assert len(entry.citations) == 2


def test_tone_lists_words_outside_quotations_by_outlet() -> None:
    assert {entry.outlet: entry.words for entry in compare(HERALD, GLOBE).tone} == {
        "Dunmoor Herald": (),
        "Evening Globe": ("chaotic",),
    }


def test_a_source_entry_points_to_its_origin() -> None:
    result = compare(HERALD, GLOBE, COPY, origins=(Origin(("Moor Radio", "Dunmoor Herald"), "same copy"),))
    for entry in result.articles:
        assert entry.article_id in result.origins[entry.origin].articles


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_or_one_article_compares_to_no_agreement(count: int) -> None:
    result = compare(*(HERALD,) * count)
    assert len(result.articles) == count
    assert all(claim.status is Status.SINGLE for claim in result.claims)


def test_articles_without_dates_or_text_do_no_harm() -> None:
    empty = article("Blank Page", published=None)
    undated = article("Undated", "The ferry struck a barge on Monday.", published=None)
    assert compare(empty, undated).timeline == ()


def test_an_embedding_may_refine_the_alignment() -> None:
    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.ones((len(texts), 4), dtype=np.float32)

    result = compare_articles("the Dunmoor collision", (HERALD, GLOBE), (), embed=embed)
    assert result.claims[0].status is Status.AGREED


def test_a_comparison_is_json() -> None:
    assert json.loads(json.dumps(to_json(compare(HERALD, GLOBE))))["claims"]


PROSE = st.lists(
    st.sampled_from(
        [
            "He said 40 people were killed.",
            '"We saw nothing," Quill said.',
            "At least 52 people died on Monday, police said.",
            "The council voted 20 to 17.",
            "“Open quote",
            "They denied it.",
            "\x00 \u2028 $5m",
            "About 1,200 homes lost power in Dunmoor.",
        ]
    )
    | st.text(min_size=1, max_size=60).filter(str.strip),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PROSE, min_size=1, max_size=4))
def test_any_text_gives_exact_citations_and_one_position_an_article(stories: list[list[str]]) -> None:
    articles = tuple(
        article(f"Outlet {n}", *(p.strip() for p in story), identity=f"id{n}") for n, story in enumerate(stories)
    )
    result = compare(*articles)
    texts = words_of(articles)
    assert all(texts[c.paragraph_id][c.start : c.end] == c.quote for c in citations(result))
    assert all(len(claim.positions) == len(articles) for claim in result.claims)
    assert compare(*reversed(articles)) == result


SAMPLE = ROOT / "sample_data" / "articles"
WIRES = {
    "saltmarsh-ferry": ("Meridian Wire", "Hallow Valley Gazette", "Exchange Ledger"),
    "hallow-valley-mine": ("Meridian Wire", "Saltmarsh Courier", "Evening Klaxon"),
    "tarnwick-outbreak": ("Meridian Wire", "Hallow Valley Gazette"),
    "brackwater-mutual": (),
}


def sample(event: str) -> Comparison:
    drafts = [item for item in read_sources([SAMPLE / event]) if isinstance(item, Draft)]
    articles = [build_article(draft) for draft in drafts]
    wire = tuple(a.id for a in articles if a.outlet in WIRES[event])
    return compare_articles(event, articles, [Origin(wire, "one wire report")] if wire else [])


@pytest.mark.parametrize(
    ("event", "kind", "values"),
    [
        ("saltmarsh-ferry", FigureKind.CONFLICT, {208, 221}),
        ("saltmarsh-ferry", FigureKind.REVISION, {9, 11, 14}),
        ("saltmarsh-ferry", FigureKind.REVISION, {6, 4}),
        ("saltmarsh-ferry", FigureKind.ROUNDING, {41, 40}),
        ("hallow-valley-mine", FigureKind.CONFLICT, {640, 410}),
        ("hallow-valley-mine", FigureKind.CONFLICT, {1800, 4000}),
        ("hallow-valley-mine", FigureKind.REVISION, {20, 19}),
        ("hallow-valley-mine", FigureKind.REVISION, {3, 5}),
        ("hallow-valley-mine", FigureKind.ROUNDING, {12000, 11930}),
        ("hallow-valley-mine", FigureKind.ROUNDING, {1.3e9, 1.28e9}),
        ("brackwater-mutual", FigureKind.CONFLICT, {1080, 1150}),
        ("brackwater-mutual", FigureKind.REVISION, {410e6, 585e6}),
        ("brackwater-mutual", FigureKind.ROUNDING, {184200, 184000, 185000}),
        ("brackwater-mutual", FigureKind.ROUNDING, {4e9, 3.94e9}),
        ("tarnwick-outbreak", FigureKind.REVISION, {47, 103, 138}),
        ("tarnwick-outbreak", FigureKind.CONFLICT, {31, 22}),
        ("tarnwick-outbreak", FigureKind.ROUNDING, {22840, 23000}),
    ],
)
def test_the_sample_stories_show_their_differing_figures(event: str, kind: FigureKind, values: set[float]) -> None:
    entries = [({v.value for v in entry.values}, entry.kind) for entry in sample(event).figures]
    assert any(values <= found and kind is shown for found, shown in entries), entries


@pytest.mark.parametrize(
    ("event", "speaker", "words"),
    [
        ("saltmarsh-ferry", "Ruth Ansgarde", ("told to hold", "ordered to stop")),
        ("hallow-valley-mine", "Marit Ellesby", ("meets the law", "is safe")),
        ("brackwater-mutual", "Agnete Thorley", ("No insured depositor", "No depositor")),
        ("tarnwick-outbreak", "Imelda Fosse", ("but not proven", "likely that the water")),
    ],
)
def test_the_sample_stories_show_their_altered_quotations(event: str, speaker: str, words: tuple[str, str]) -> None:
    entries = [entry for entry in sample(event).quotations if entry.speaker == speaker]
    assert any(all(any(w in v.text for v in entry.versions) for w in words) for entry in entries)


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "seed_story").is_dir(), reason="the seed story is not here")
def test_the_seed_story_shows_its_agreements_and_differences() -> None:
    first = (SHARED / "seed_story" / "seed_article.txt").read_text(encoding="utf-8")
    title, _, body = first.partition("\n")
    second = json.loads((SHARED / "seed_story" / "second_outlet.jsonl").read_text(encoding="utf-8").splitlines()[0])
    articles = [
        build_article(Draft(text=body, title=title, outlet="AFP", published="2024-03-22")),
        build_article(Draft(**{k: second[k] for k in ("text", "title", "outlet", "published", "url")})),
    ]
    result = compare_articles(title, articles, ())
    assert any("vetoed" in claim.text for claim in result.claims if claim.status is Status.AGREED)
    assert any("voted in favor" in claim.text for claim in result.claims if claim.status is Status.SINGLE)
    kinds = {frozenset(v.value for v in entry.values): entry.kind for entry in result.figures}
    assert kinds[frozenset({1160, 1200})] is FigureKind.CONFLICT
    assert kinds[frozenset({31988, 32000})] is FigureKind.ROUNDING
    assert kinds[frozenset({250, 253})] in (FigureKind.ROUNDING, FigureKind.CONFLICT)
    alone = [e for e in result.quotations if len(e.versions) == 2 and all("alone" in v.text for v in e.versions)]
    assert len(alone) == 1 and alone[0].speaker == "Benjamin Netanyahu"
