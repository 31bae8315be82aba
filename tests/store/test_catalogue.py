"""The catalogue: what putting an article does, that nothing cited is lost, and that the log only grows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from rag.datatypes import Article
from rag.errors import LibraryError, NotFoundError
from rag.store.catalogue import Catalogue, Operation, Outcome
from rag.store.database import Database
from tests.builders import article, numbered

ADDRESS = "https://sedge.example/clock"
FROST, RUST, WIND = (
    f"The town clock of Ebbing was stopped by {cause} on Monday, the council said."
    for cause in ("frost", "rust", "wind")
)
ADDED, UPDATED, UNCHANGED, DUPLICATE = Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.DUPLICATE


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'plumbline.db'}")
    yield opened
    opened.close()


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


def clock(words: str = FROST, url: str | None = ADDRESS, **fields: str | None) -> Article:
    return article(words, url=url, **fields)


OTHER = "https://sedge.example/copy"


@pytest.mark.parametrize(
    ("batches", "outcomes"),
    [
        ([[clock()]], [[ADDED]]),
        ([[clock()], [clock()]], [[ADDED], [UNCHANGED]]),
        ([[clock()], [clock(RUST)]], [[ADDED], [UPDATED]]),
        ([[clock()], [clock(title="Clock of Ebbing stands still")]], [[ADDED], [UPDATED]]),
        ([[clock()], [clock(url=OTHER)]], [[ADDED], [DUPLICATE]]),
        ([[clock()], [clock(FROST.upper().replace(" ", "  "), OTHER)]], [[ADDED], [DUPLICATE]]),
        ([[clock()], [clock(url=OTHER, outlet="Moor Post")]], [[ADDED], [ADDED]]),
        ([[clock(), clock()]], [[ADDED, UNCHANGED]]),
        ([[clock(), clock(url=OTHER)]], [[ADDED, DUPLICATE]]),
        ([[clock(), clock(RUST)]], [[ADDED, UPDATED]]),
        ([[clock(), clock(RUST), clock()]], [[ADDED, UPDATED, UPDATED]]),
        ([[clock()], [clock(RUST), clock(FROST), clock(RUST)]], [[ADDED], [UPDATED, UPDATED, UPDATED]]),
        ([[clock()], [clock(RUST), clock(FROST, OTHER)]], [[ADDED], [UPDATED, ADDED]]),
        ([[clock(), clock(RUST), clock(WIND)]], [[ADDED, UPDATED, UPDATED]]),
        ([[]], [[]]),
    ],
)
def test_putting_says_what_each_article_was(
    catalogue: Catalogue, batches: list[list[Article]], outcomes: list[list[Outcome]]
) -> None:
    assert [catalogue.put(batch) for batch in batches] == outcomes


@settings(max_examples=40)
@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=6), max_size=4))
def test_the_last_words_put_under_an_address_are_the_ones_held(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[int, int]]]
) -> None:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('any') / 'plumbline.db'}")
    catalogue = Catalogue(database)
    held: dict[str, Article] = {}
    for batch in batches:
        # Each address has an outlet of its own, so that nothing is a duplicate.
        pieces = [clock((FROST, RUST, WIND)[words], f"{ADDRESS}/{n}", outlet=f"Post {n}") for n, words in batch]
        catalogue.put(pieces)
        held |= {piece.id: piece for piece in pieces}
    assert catalogue.articles(catalogue.ids()) == held
    assert {key: catalogue.article(key) for key in held} == held
    log = catalogue.changes(0, 1000)
    assert [change.seq for change in log] == sorted({change.seq for change in log})
    assert [c.article_id for c in log if c.operation is Operation.ADD] == list(dict.fromkeys(c.article_id for c in log))
    database.close()


def test_an_article_comes_back_as_it_was_put(catalogue: Catalogue) -> None:
    put = clock("By Tam Orrin\n\n" + FROST + "\n\n- A subhead -\n\n" + RUST, author="Tam Orrin", language="en")
    catalogue.put([put])
    assert catalogue.article(put.id) == put
    for paragraph in put.paragraphs:
        assert put.text[paragraph.start : paragraph.end] == paragraph.text


def test_an_older_version_still_opens_after_a_correction(catalogue: Catalogue) -> None:
    first, second = clock(), clock(RUST)
    catalogue.put([first])
    catalogue.put([second])
    assert catalogue.article(first.id) == second
    assert catalogue.article(first.id, first.version) == first
    assert catalogue.article(first.id, second.version) == second


def test_a_removed_article_is_gone_with_its_versions_and_can_be_added_again(catalogue: Catalogue) -> None:
    catalogue.put([clock()])
    catalogue.put([clock(RUST)])
    catalogue.remove(clock().id)
    assert catalogue.ids() == []
    for version in (None, clock().version, clock(RUST).version):
        with pytest.raises(NotFoundError):
            catalogue.article(clock().id, version)
    assert catalogue.put([clock(FROST, OTHER)]) == [ADDED]
    assert catalogue.put([clock(RUST)]) == [ADDED]


@pytest.mark.parametrize("key", ["", "nothing", "'; drop table articles; --"])
def test_removing_what_is_not_there_says_so_and_changes_nothing(catalogue: Catalogue, key: str) -> None:
    catalogue.put([clock()])
    with pytest.raises(NotFoundError) as caught:
        catalogue.remove(key)
    assert repr(key) in caught.value.message
    assert caught.value.hint
    assert catalogue.count() == 1
    assert catalogue.last_change() == 1


def test_the_log_only_grows_and_says_what_happened(catalogue: Catalogue) -> None:
    one, other = clock(), clock(url=OTHER, outlet="Moor Post")
    catalogue.put([one, other])
    catalogue.put([clock(RUST)])
    catalogue.put([clock(RUST)])
    catalogue.remove(other.id)
    catalogue.put([other])
    log = [(change.article_id, change.operation) for change in catalogue.changes(0, 100)]
    assert log == [
        (one.id, Operation.ADD),
        (other.id, Operation.ADD),
        (one.id, Operation.UPDATE),
        (other.id, Operation.REMOVE),
        (other.id, Operation.ADD),
    ]
    numbers = [change.seq for change in catalogue.changes(0, 100)]
    assert numbers == sorted(set(numbers))
    assert catalogue.last_change() == numbers[-1]
    assert [change.seq for change in catalogue.changes(numbers[1], 2)] == numbers[2:4]


def test_a_number_of_the_log_is_never_used_twice(database: Database, catalogue: Catalogue) -> None:
    catalogue.put([clock()])
    last = catalogue.last_change()
    with database.write() as connection:
        connection.execute(text("delete from changes"))
    catalogue.put([clock(RUST)])
    assert catalogue.last_change() > last


def test_a_batch_that_fails_leaves_nothing_behind(catalogue: Catalogue) -> None:
    catalogue.put([clock()])
    broken = dataclasses.replace(numbered(1), title=None)  # type: ignore[arg-type]
    with pytest.raises(LibraryError):
        catalogue.put([numbered(2), broken, clock(RUST)])
    assert catalogue.ids() == [clock().id]
    assert catalogue.article(clock().id) == clock()
    assert catalogue.last_change() == 1


def test_more_articles_than_fit_one_query_come_back(catalogue: Catalogue) -> None:
    many = [numbered(n, paragraphs=1) for n in range(1201)]
    assert set(catalogue.put(many)) == {ADDED}
    assert set(catalogue.put(many)) == {UNCHANGED}
    ids = [a.id for a in many]
    assert catalogue.articles([*ids, *ids, "nothing"]) == {a.id: a for a in many}
    assert catalogue.sources(ids) == {a.id: (a.outlet, a.published) for a in many}
    assert catalogue.count() == 1201


def test_lists_are_in_order(catalogue: Catalogue) -> None:
    dated = [clock(url=f"{ADDRESS}/{day}", published=day, outlet=f"Post {day}") for day in ("2031-04-02", "2031-05-01")]
    undated = clock(published=None, outlet="Post of no day")
    catalogue.put([*dated, undated])
    assert [entry.published for entry in catalogue.entries()] == ["2031-05-01", "2031-04-02", None]
    assert catalogue.outlets() == ["Post 2031-04-02", "Post 2031-05-01", "Post of no day"]
    assert catalogue.dates() == ("2031-04-02", "2031-05-01")
    entry = catalogue.entries()[0]
    assert (entry.id, entry.paragraphs) == (dated[1].id, len(dated[1].paragraphs))


def test_an_empty_catalogue_answers_every_question(catalogue: Catalogue) -> None:
    assert catalogue.entries() == []
    assert catalogue.outlets() == []
    assert catalogue.dates() == (None, None)
    assert catalogue.articles(["nothing"]) == {}
    assert catalogue.ids_of_story("nothing") == []
    assert (catalogue.count(), catalogue.last_change()) == (0, 0)
