"""Looking back: what was held at a time, in which words, and when a story was last briefed on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.store.catalogue import Catalogue
from rag.store.database import Database
from rag.store.history import History
from tests.builders import CLOCK, article

ADDRESS = "https://sedge.example/clock"
FROST, RUST, WIND = (article(CLOCK.replace("frost", what), url=ADDRESS) for what in ("frost", "rust", "wind"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'plumbline.db'}")
    yield opened
    opened.close()


def test_an_article_is_returned_as_it_was_at_each_moment(database: Database) -> None:
    catalogue, history = Catalogue(database), History(database)
    moments = [history.moment()]
    for version in (FROST, RUST, WIND):
        catalogue.put([version])
        moments.append(history.moment())
    before = [history.since([FROST.id, "nobody"], moment)[0].before for moment in moments]
    assert [was and was.version for was in before] == [None, FROST.version, RUST.version, WIND.version]
    assert [history.since([FROST.id], moment)[0].changed for moment in moments] == [True, True, True, False]
    assert history.since([FROST.id], moments[0])[0].article.text == WIND.text
    assert before[1] is not None
    assert before[1].paragraphs == FROST.paragraphs


def test_words_that_came_back_are_no_change(database: Database) -> None:
    catalogue, history = Catalogue(database), History(database)
    catalogue.put([FROST])
    moment = history.moment()
    for version in (RUST, FROST):
        catalogue.put([version])
    (held,) = history.since([FROST.id], moment)
    assert not held.changed


def test_an_article_removed_and_added_again_is_new(database: Database) -> None:
    catalogue, history = Catalogue(database), History(database)
    catalogue.put([FROST])
    moment = history.moment()
    catalogue.remove(FROST.id)
    assert history.since([FROST.id], moment) == []
    catalogue.put([FROST])
    assert history.since([FROST.id], moment)[0].before is None


def test_many_articles_come_in_the_order_asked_for(database: Database) -> None:
    many = [article(f"{CLOCK} Part {n}.", url=f"https://sedge.example/{n}") for n in range(520)]
    Catalogue(database).put(many)
    ids = [one.id for one in reversed(many)]
    assert [held.article.id for held in History(database).since(ids, "2020")] == ids


def test_the_latest_briefing_of_several_stories_counts(database: Database) -> None:
    history = History(database)
    assert history.last_briefing(["s1"]) is None
    assert history.last_briefing([]) is None
    history.note_briefing(["s1", "s2"], "2031-04-02T08:00:00.000000+00:00")
    history.note_briefing(["s1"], "2031-04-03T08:00:00.000000+00:00")
    history.note_briefing(["s1"], "2031-04-01T08:00:00.000000+00:00")
    assert history.last_briefing(["s1"]) == history.last_briefing(["s2", "s1"]) == "2031-04-03T08:00:00.000000+00:00"
    assert history.last_briefing(["s2", "s3"]) == "2031-04-02T08:00:00.000000+00:00"


def test_several_may_note_at_once(database: Database) -> None:
    history = History(database)
    with ThreadPoolExecutor(8) as pool:
        noted = list(pool.map(lambda _: history.moment(), range(24)))
        list(pool.map(lambda moment: history.note_briefing(["s1"], moment), noted))
    assert history.last_briefing(["s1"]) == max(noted)
