"""What a person decided about stories stands: through new articles, removal, regrouping, restarts, other processes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from sqlalchemy import delete

from rag import Newsroom
from rag.datatypes import Draft, StoryAct
from rag.errors import NotFoundError, UsageError
from rag.settings import Settings
from rag.store.grouping import Grouping
from rag.store.hands import Decided
from rag.store.naming import Fate, Renaming
from rag.store.schema import facts
from tests.conftest import SAMPLES
from tests.store.test_grouping import invented


@pytest.fixture
def stories(newsroom: Newsroom) -> Newsroom:
    """A newsroom of its own with the sample stories."""
    newsroom.add([SAMPLES])
    return newsroom


def parts(newsroom: Newsroom) -> set[frozenset[str]]:
    """The stories as sets of articles."""
    return {frozenset(story.articles) for story in newsroom.stories()}


def regrouped(newsroom: Newsroom) -> None:
    """Group all articles anew, as after a change of the format of fingerprints."""
    with newsroom._library.database.write() as connection:
        connection.execute(delete(facts).where(facts.c.key == "groups_format"))
    newsroom._library.groups.catch_up()


def test_merged_stories_are_one_and_stay_so(stories: Newsroom) -> None:
    first, second, *others = stories.stories()
    merged = stories.merge_stories([first.id, second.id])
    assert merged.id in (first.id, second.id)
    assert set(merged.articles) == {*first.articles, *second.articles}
    regrouped(stories)
    assert {story.id for story in stories.stories()} == {merged.id, *(other.id for other in others)}
    assert frozenset(merged.articles) in parts(stories)


def test_the_old_id_leads_to_the_merged_story_and_it_says_by_hand(stories: Newsroom) -> None:
    first, second, *_ = stories.stories()
    merged = stories.merge_stories([first.id, second.id])
    (gone,) = {first.id, second.id} - {merged.id}
    groups = stories._library.groups
    assert groups.current(gone) == merged.id
    assert groups.changes(merged.id)[-1] == Renaming(gone, Fate.MERGED, merged.id, by_hand=True)


def test_split_articles_are_a_story_of_their_own_and_stay_so(stories: Newsroom) -> None:
    story = stories.stories()[0]
    taken = story.articles[:2]
    new = stories.split_story(story.id, taken)
    assert set(new.articles) == set(taken)
    regrouped(stories)
    assert {frozenset(taken), frozenset(story.articles[2:])} <= parts(stories)
    assert stories._library.groups.changes(story.id)[-1].by_hand


def test_copies_may_be_split_from_their_original(stories: Newsroom) -> None:
    story = next(s for s in stories.stories() if any(len(origin) > 1 for origin in s.origins))
    copies = next(origin for origin in story.origins if len(origin) > 1)
    stories.split_story(story.id, copies[:1])
    regrouped(stories)
    assert frozenset(copies[:1]) in parts(stories)


def test_articles_move_to_another_story(stories: Newsroom) -> None:
    first, second, *_ = stories.stories()
    moved = stories.split_story(first.id, first.articles[:1], into=second.id)
    assert moved.id == second.id
    assert set(moved.articles) == {*second.articles, first.articles[0]}
    regrouped(stories)
    assert {frozenset(moved.articles), frozenset(first.articles[1:])} <= parts(stories)


def test_what_was_split_can_be_merged_again_and_moved_back(stories: Newsroom) -> None:
    before = parts(stories)
    story = stories.stories()[0]
    new = stories.split_story(story.id, story.articles[:2])
    stories.split_story(new.id, new.articles[:1], into=story.id)
    stories.merge_stories([story.id, next(s.id for s in stories.stories() if set(s.articles) == {story.articles[1]})])
    assert parts(stories) == before


def test_decisions_survive_a_restart_and_the_article_s_removal(settings: Settings) -> None:
    with Newsroom.open(settings) as newsroom:
        newsroom.add([SAMPLES])
        story = newsroom.stories()[0]
        newsroom.split_story(story.id, story.articles[:1])
        taken = newsroom.article(story.articles[0])
        after = parts(newsroom)
        newsroom.remove(taken.id)
    with Newsroom.open(settings) as newsroom:
        assert frozenset(story.articles[1:]) in parts(newsroom)
        newsroom.add_drafts([Draft(taken.text, taken.title, taken.outlet, taken.published, taken.url)])
        assert parts(newsroom) == after


def test_a_new_report_joins_the_merged_story_it_is_about(stories: Newsroom) -> None:
    first, second, *_ = stories.stories()
    copied = stories.article(first.articles[0])
    merged = stories.merge_stories([first.id, second.id])
    stories.add_drafts([Draft(copied.text, copied.title, "Sedge Herald", copied.published, "https://sedge.example/x")])
    grown = next(story for story in stories.stories() if story.id == merged.id)
    assert len(grown.articles) == len(merged.articles) + 1


def test_the_last_decision_is_undone_and_ids_come_back(stories: Newsroom) -> None:
    before = {story.id: story.articles for story in stories.stories()}
    first, second, *_ = before
    stories.merge_stories([first, second])
    stories.split_story(first if first in {s.id for s in stories.stories()} else second, before[first][:1])
    for act in (StoryAct.SPLIT, StoryAct.MERGE):
        undone = stories.undo_story_decision()
        assert undone is not None
        assert undone.act is act
    assert stories.undo_story_decision() is None
    assert {story.id: story.articles for story in stories.stories()} == before
    assert [(one.act, one.undone) for one in stories.story_decisions()] == [
        (StoryAct.SPLIT, True),
        (StoryAct.MERGE, True),
    ]


def test_another_process_sees_and_keeps_what_was_decided(settings: Settings) -> None:
    with Newsroom.open(settings) as here, Newsroom.open(settings) as there:
        here.add([SAMPLES])
        assert parts(there) == parts(here)
        first, second, *_ = here.stories()
        here.merge_stories([first.id, second.id])
        assert parts(there) == parts(here)
        story = there.stories()[-1]
        there.split_story(story.id, story.articles[:1])
        assert frozenset(story.articles[:1]) in parts(here)
        assert len(here.story_decisions()) == 2


@pytest.mark.parametrize(
    ("ids", "error"), [([], UsageError), (["one"], UsageError), (["one", "nowhere"], NotFoundError)]
)
def test_what_cannot_be_merged_is_said(stories: Newsroom, ids: list[str], error: type[Exception]) -> None:
    known = stories.stories()[0].id
    with pytest.raises(error):
        stories.merge_stories([known if key == "one" else key for key in ids])
    assert stories.story_decisions() == []


@pytest.mark.parametrize("wrong", ["none", "all", "strange", "same"])
def test_what_cannot_be_split_is_said(stories: Newsroom, wrong: str) -> None:
    story, other, *_ = stories.stories()
    taken = {"none": (), "all": story.articles, "strange": other.articles[:1], "same": story.articles[:1]}[wrong]
    with pytest.raises(UsageError):
        stories.split_story(story.id, taken, into=story.id if wrong == "same" else None)
    assert stories.story_decisions() == []


@profile(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_holds_and_what_is_apart_hold_in_any_order(chance: random.Random) -> None:
    new = [invented(number) for number in range(24)]
    ids = [one.id for one in new]
    holds = {key: f"h{chance.randrange(3)}" for key in chance.sample(ids, 10)}
    apart = frozenset({("h0", "h1")}) if chance.random() < 0.7 else frozenset()
    found = []
    for _ in range(2):
        grouping, waiting = Grouping(), list(new)
        last: dict[str, frozenset[str]] = {}
        grouping.decide(Decided(holds, apart))
        chance.shuffle(waiting)
        while waiting:
            part = [waiting.pop() for _ in range(min(len(waiting), chance.randrange(1, 9)))]
            grouping.add(part)
            last |= {key: frozenset(group) for group in grouping.settle().stories for key in group}
        found.append(set(last.values()))
        for hold in set(holds.values()):
            assert len({last[key] for key in ids if holds.get(key) == hold}) == 1
        for group in last.values():
            inside = {holds[key] for key in group if key in holds}
            assert not any({one, other} <= inside for one, other in apart)
    assert found[0] == found[1]
