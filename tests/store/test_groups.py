"""Origins and stories: shared copy counts once, events are kept apart, whatever the order things arrived in."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from rag.datatypes import Article
from rag.store.groups import OWN_TEXT, group_origins
from rag.store.library import Library
from rag.store.naming import Fate, Renaming
from rag.store.schema import facts
from tests.builders import GOLD, article, numbered, open_library, sample_articles

SAMPLES = sample_articles()
GOLD_CASES: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
WIRE = [
    frozenset((a["outlet"], a["title"]) for a in case["answers"]) for case in GOLD_CASES if case["kind"] == "wire_copy"
]
EVENT_OF = {(a["outlet"], a["title"]): case["event"] for case in GOLD_CASES for a in case["answers"]}

PLAIN = (
    "Two barges drifted from their moorings at Ebbing on Tuesday night and blocked the lower lock until dawn.",
    "The lock keeper, Orla Finch, said that both ropes had been cut and that she had called the river police.",
    "Nobody was aboard either vessel, and the owner, a gravel company from Marl, has offered to pay for the gate.",
    "Traffic on the canal was stopped for nine hours, and eleven boats waited above the lock, the trust said.",
)
OTHER_EVENT = (
    "The orchard growers of Thorle voted to leave their cooperative after a dispute about the price of cider apples.",
    "Chair Benno Asch said that the cooperative would go on without them and would keep its press house open.",
    "The harvest is due in three weeks, and neither side has said who will press the fruit of the leavers.",
    "A ballot of the remaining members is planned for next month in the market hall of Thorle, she added.",
)


def barge(
    *paragraphs: str, n: int = 1, day: str | None = "2031-04-02", title: str = "Barges block the lock at Ebbing"
) -> Article:
    return article(
        "\n\n".join(paragraphs), url=f"https://river.example/{n}", outlet=f"Post {n}", published=day, title=title
    )


def stories_of(library: Library) -> set[frozenset[str]]:
    return {frozenset(story.articles) for story in library.groups.stories()}


def origins_of(library: Library) -> set[frozenset[str]]:
    return {frozenset(origin) for story in library.groups.stories() for origin in story.origins}


def expected_stories() -> set[frozenset[str]]:
    events = defaultdict(set)
    for held in SAMPLES:
        events[EVENT_OF[held.outlet, held.title]].add(held.id)
    return {frozenset(ids) for ids in events.values()}


def expected_origins() -> set[frozenset[str]]:
    ids = {(held.outlet, held.title): held.id for held in SAMPLES}
    copies = {frozenset(ids[key] for key in case) for case in WIRE}
    return copies | {frozenset({held.id}) for held in SAMPLES if not any(held.id in copy for copy in copies)}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("at_once", [20, 7, 1])
def test_the_sample_stories_are_told_apart_in_any_order_of_arrival(tmp_path: Path, seed: int, at_once: int) -> None:
    shuffled = random.Random(seed).sample(SAMPLES, len(SAMPLES))
    with open_library(tmp_path) as library:
        for at in range(0, len(shuffled), at_once):
            library.put(shuffled[at : at + at_once])
            library.groups.catch_up()
        assert stories_of(library) == expected_stories()
        assert origins_of(library) == expected_origins()


def test_stories_are_listed_with_their_days_the_latest_first(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.put(SAMPLES)
        library.groups.catch_up()
        stories = library.groups.stories()
        days = {held.id: held.published for held in SAMPLES}
        assert [story.last for story in stories] == sorted((s.last for s in stories), key=str, reverse=True)
        for story in stories:
            dated = [days[key] for key in story.articles]
            assert dated == sorted(dated, key=str)
            assert (story.first, story.last) == (dated[0], dated[-1])
            assert sorted(key for origin in story.origins for key in origin) == sorted(story.articles)
            assert story.title in {held.title for held in SAMPLES if held.id == story.articles[0]}
            assert set(library.catalogue.ids_of_story(story.id)) == set(story.articles)


def test_copy_with_a_few_words_changed_is_one_origin_and_says_why(tmp_path: Path) -> None:
    copied = barge(*(text.replace("Tuesday", "Monday") for text in PLAIN), n=2, title="Lock blocked")
    with open_library(tmp_path) as library:
        library.put([barge(*PLAIN), copied, barge(*OTHER_EVENT, n=3)])
        library.groups.catch_up()
        ids = [held.id for held in (barge(*PLAIN), copied, barge(*OTHER_EVENT, n=3))]
        shared, alone = library.groups.origins(ids)
        assert set(shared.articles) == set(ids[:2])
        assert "wording" in shared.why
        assert (alone.articles, alone.why) == ((ids[2],), OWN_TEXT)
        assert [origin.articles for origin in library.groups.origins([ids[1]])] == [(ids[1],)]
        assert library.groups.origins([ids[1]])[0].why == OWN_TEXT
        assert library.groups.origins(["nothing"]) == []


AGAIN = (
    "The lower lock at Ebbing is blocked by two barges, and police on the river ask who let them drift.",
    "Keeper Orla Finch has found their ropes cut; the gravel company from Marl is to mend the gate of the canal.",
)


@pytest.mark.parametrize(("day", "number"), [("2031-04-05", 1), (None, 1), ("2031-05-20", 2)])
def test_one_event_is_reported_within_days(tmp_path: Path, day: str | None, number: int) -> None:
    with open_library(tmp_path) as library:
        library.put(
            [barge(*PLAIN), barge(*AGAIN, n=2, day=day, title="Police ask who cut barges loose at Ebbing lock")]
        )
        library.groups.catch_up()
        assert len(library.groups.stories()) == number
        assert len(origins_of(library)) == 2


def test_a_removed_article_leaves_its_story_and_origin(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.put(SAMPLES)
        library.groups.catch_up()
        gone = library.groups.stories()[0].articles[0]
        library.catalogue.remove(gone)
        library.groups.catch_up()
        assert stories_of(library) == {story - {gone} for story in expected_stories()}
        assert origins_of(library) == {origin - {gone} for origin in expected_origins()} - {frozenset()}


@pytest.mark.parametrize("reopened", [False, True])
def test_an_article_rewritten_about_something_else_leaves_the_story_it_began(tmp_path: Path, reopened: bool) -> None:
    first, copied = barge(*PLAIN), barge(*PLAIN, n=2, title="Lock blocked")
    library = open_library(tmp_path)
    library.put([first])
    library.groups.catch_up()
    library.put([copied])
    library.groups.catch_up()
    assert stories_of(library) == {frozenset({first.id, copied.id})}
    if reopened:
        library.close()
        library = open_library(tmp_path)
    for text in (OTHER_EVENT, PLAIN, OTHER_EVENT):
        library.put([barge(*text, title="Growers leave" if text is OTHER_EVENT else "Barges block the lock at Ebbing")])
        library.groups.catch_up()
    assert stories_of(library) == {frozenset({first.id}), frozenset({copied.id})}
    assert origins_of(library) == {frozenset({first.id}), frozenset({copied.id})}
    assert all(
        len(name) <= 12 for entry in library.catalogue.entries() for name in (entry.origin or "", entry.story or "")
    )
    library.close()


def test_a_correction_stays_in_its_story_and_origin(tmp_path: Path) -> None:
    first, copied = barge(*PLAIN), barge(*PLAIN, n=2)
    with open_library(tmp_path) as library:
        library.put([first, copied])
        library.groups.catch_up()
        library.put([barge(*(text.replace("eleven", "twelve") for text in PLAIN))])
        library.groups.catch_up()
        assert origins_of(library) == {frozenset({first.id, copied.id})}


def test_two_libraries_on_one_database_may_place_articles_by_turns(tmp_path: Path) -> None:
    with open_library(tmp_path) as one, open_library(tmp_path) as other:
        for at, held in enumerate(SAMPLES):
            (one, other)[at % 2].put([held])
            (one, other)[at // 2 % 2].groups.catch_up()
        one.groups.catch_up()
        assert stories_of(other) == expected_stories()
        assert origins_of(other) == expected_origins()


def test_many_threads_may_place_articles_at_once(tmp_path: Path) -> None:
    with open_library(tmp_path) as library, ThreadPoolExecutor(8) as pool:

        def work(held: Article) -> int:
            library.put([held])
            return library.groups.catch_up()

        assert len(list(pool.map(work, SAMPLES))) == len(SAMPLES)
        library.groups.catch_up()
        assert stories_of(library) == expected_stories()
        assert origins_of(library) == expected_origins()


BOTH = barge(*PLAIN, *OTHER_EVENT, n=3, title="Barges block the lock, growers leave")


def grouped(library: Library, *batch: Article) -> dict[str, str]:
    """Add articles; return the story of each article held."""
    library.put(list(batch))
    library.groups.catch_up()
    return {entry.id: entry.story or "" for entry in library.catalogue.entries()}


@pytest.mark.parametrize("reopened", [False, True])
def test_a_merger_is_told_and_the_old_id_still_leads_to_the_story(tmp_path: Path, reopened: bool) -> None:
    one, other = barge(*PLAIN), barge(*OTHER_EVENT, n=2, title="Growers leave")
    library = open_library(tmp_path)
    before = grouped(library, one, other)
    assert len(set(before.values())) == 2
    if reopened:
        library.close()
        library = open_library(tmp_path)
    kept = grouped(library, BOTH)[BOTH.id]
    (lost,) = set(before.values()) - {kept}
    assert library.groups.changes(lost) == library.groups.changes(kept) == [Renaming(lost, Fate.MERGED, kept)]
    assert library.groups.current(lost) == library.groups.current(kept) == kept
    library.catalogue.remove(BOTH.id)
    after = grouped(library)
    assert sorted(after) == sorted([one.id, other.id])
    (new,) = set(after.values()) - {kept}
    assert new != lost, "an id that is gone is not used again"
    assert library.groups.changes(new) == [Renaming(kept, Fate.SPLIT, new)]
    assert library.groups.current(lost) == kept
    library.close()


def test_an_id_of_nothing_leads_to_itself(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        assert library.groups.current("s123") == "s123"
        assert library.groups.changes("s123") == []


def test_stories_keep_their_ids_when_their_articles_are_told_apart_anew(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        before = grouped(library, *SAMPLES)
        with library.database.write() as connection:
            connection.execute(delete(facts).where(facts.c.key == "groups_format"))
    with open_library(tmp_path) as library:
        assert library.groups.behind() == len(SAMPLES)
        assert grouped(library) == before
        assert library.groups.behind() == 0


def test_a_credit_is_part_of_the_evidence(tmp_path: Path) -> None:
    credited = [barge(*PLAIN, "Reuters contributed to this report.", n=n) for n in (1, 2)]
    with open_library(tmp_path) as library:
        grouped(library, *credited)
        (origin,) = library.groups.origins([held.id for held in credited])
        assert origin.why == "100% of the shorter article's wording is in the other; all credit Reuters"


@pytest.mark.parametrize("seed", range(3))
def test_loose_articles_have_the_origins_a_library_gives_them(seed: int) -> None:
    shuffled = random.Random(seed).sample(SAMPLES, len(SAMPLES))
    found = group_origins(shuffled)
    assert {frozenset(origin.articles) for origin in found} == expected_origins()
    assert all((origin.why == OWN_TEXT) == (len(origin.articles) == 1) for origin in found)
    assert [origin.articles[0] for origin in found] == sorted(
        (origin.articles[0] for origin in found), key=[held.id for held in shuffled].index
    )


def test_loose_articles_may_be_none_or_one() -> None:
    assert group_origins([]) == []
    assert [origin.articles for origin in group_origins([barge(*PLAIN)])] == [(barge(*PLAIN).id,)]


def test_articles_without_date_or_with_few_words_are_placed(tmp_path: Path) -> None:
    odd = [
        article("No.", title="N", url="https://a.example/1", published=None),
        article("表 ß 🙂 is all it says.", title="表", url="https://a.example/2", published=None),
        numbered(4),
    ]
    with open_library(tmp_path) as library:
        library.put(odd)
        library.groups.catch_up()
        placed = [entry for entry in library.catalogue.entries() if entry.origin and entry.story]
        assert len(placed) == len(odd)
        assert library.groups.catch_up() == 0
