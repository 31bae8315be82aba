"""What the word index and the vector index have in common, run over both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tantivy

from rag.datatypes import Article
from rag.store.chunks import Chunk, split_chunks
from rag.store.embedding_models import embedded_model
from rag.store.lexical import WordIndex
from rag.store.limits import EVERYTHING, Limits, day_number
from rag.store.vectors import VectorIndex, text_to_embed
from tests.builders import article, numbered

Backend = WordIndex | VectorIndex
Opener = Callable[[Path], Backend]


def open_words(folder: Path) -> Backend:
    return WordIndex(folder)


def open_vectors(folder: Path) -> Backend:
    return VectorIndex.open(folder, None, embedded_model())


@pytest.fixture(params=[open_words, open_vectors])
def opener(request: pytest.FixtureRequest) -> Opener:
    found: Opener = request.param
    return found


@pytest.fixture
def index(opener: Opener, tmp_path: Path) -> Iterator[Backend]:
    opened = opener(tmp_path)
    yield opened
    opened.close()


def find(index: Backend, question: str, limits: Limits = EVERYTHING, most: int = 10) -> list[str]:
    if isinstance(index, WordIndex):
        hits = index.search([(word, 1.0) for word in question.split()], most, limits)
    else:
        assert limits == EVERYTHING, "what is limited is sorted out with the word index"
        hits = index.search(index.embed([question])[0], most)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    return [chunk_id.partition("-")[0] for chunk_id, _ in hits]


def put(index: Backend, *articles: Article) -> None:
    if isinstance(index, WordIndex):
        index.put(chunks(*articles))
    else:
        index.put(chunks(*articles), index.embed([text_to_embed(chunk) for chunk in chunks(*articles)]))
    index.commit()


def chunks(*articles: Article) -> list[Chunk]:
    return [chunk for held in articles for chunk in split_chunks(held)]


def about(text: str, n: int, outlet: str = "Sedge Herald", published: str | None = "2031-04-01") -> Article:
    return article(text, title=f"Story {n}", outlet=outlet, published=published, url=f"https://a.example/{n}")


MILL = about("The water mill of Ebbing grinds barley again.", 1)
FERRY = about("A ferry ran aground in fog.", 2, "Moor Post", "2031-04-02")
VOTE = about("The council votes on a barley tax.", 3, 'O\'Hara "Ward" & Co', None)
ALL = (MILL, FERRY, VOTE)


def test_what_is_closest_comes_first(index: Backend) -> None:
    put(index, *ALL)
    assert find(index, "ferry fog aground")[0] == FERRY.id
    assert find(index, "water mill")[0] == MILL.id


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        (EVERYTHING, ALL),
        (Limits(outlets=("Moor Post",)), [FERRY]),
        (Limits(outlets=("Moor Post", "Sedge Herald")), [MILL, FERRY]),
        (Limits(outlets=('O\'Hara "Ward" & Co',)), [VOTE]),
        (Limits(outlets=("moor post",)), []),
        (Limits(days=(20310401, 20310401)), [MILL]),
        (Limits(days=(20310401, 20310402)), [MILL, FERRY]),
        (Limits(days=(20310402, 99999999)), [FERRY]),
        (Limits(days=(1, 20310401)), [MILL]),
        (Limits(articles=(VOTE.id,)), [VOTE]),
        (Limits(articles=(VOTE.id, MILL.id), outlets=("Sedge Herald",)), [MILL]),
        (Limits(articles=("nothing",)), []),
        (Limits(articles=()), []),
    ],
)
def test_limits_are_kept(tmp_path: Path, limits: Limits, left: list[Article]) -> None:
    index = WordIndex(tmp_path)
    put(index, *ALL)
    found = find(index, "barley mill ferry council", limits)
    assert sorted(found) == sorted(held.id for held in left)
    if limits != EVERYTHING:
        within = index.within(limits, 10)
        assert within is not None
        assert sorted(within) == sorted(chunk.id for chunk in chunks(*left))
        # The same limits say which articles of the catalogue are within.
        allowed = [held for held in ALL if limits.allow(held.id, held.outlet, held.published)]
        assert sorted(held.id for held in allowed) == sorted(held.id for held in left)
    index.close()


def test_the_chunks_within_limits_are_listed_only_where_they_are_few(tmp_path: Path) -> None:
    index = WordIndex(tmp_path)
    put(index, *ALL)
    wide = Limits(days=(20310401, 20310402))
    assert [index.within(wide, most) is None for most in (1, 1, 2)] == [True, True, False]
    index.remove([MILL.id])
    index.commit()
    assert index.within(wide, 1) == [chunk.id for chunk in chunks(FERRY)]
    index.close()


def test_no_more_come_than_asked_for(index: Backend) -> None:
    put(index, *(numbered(n) for n in range(30)))
    assert len(find(index, "warden barrels cellar", most=7)) == 7


def test_an_empty_index_finds_nothing(index: Backend) -> None:
    assert find(index, "ferry") == []
    assert index.chunk_ids() == set()
    index.remove(["nothing"])
    index.commit()
    if isinstance(index, WordIndex):
        assert find(index, "ferry", Limits(outlets=("Moor Post",))) == []
        assert index.within(Limits(outlets=("Moor Post",)), 5) == []


def test_removed_articles_are_not_found_and_the_others_are(index: Backend) -> None:
    put(index, *ALL)
    index.remove([MILL.id, "nothing"])
    index.commit()
    assert sorted(find(index, "barley mill ferry council")) == sorted([FERRY.id, VOTE.id])
    index.remove([])
    index.commit()
    assert index.chunk_ids() == {chunk.id for chunk in chunks(FERRY, VOTE)}


def test_what_was_put_is_there_when_opened_again(opener: Opener, tmp_path: Path) -> None:
    first = opener(tmp_path)
    put(first, *ALL)
    first.close()
    again = opener(tmp_path)
    assert again.chunk_ids() == {chunk.id for chunk in chunks(*ALL)}
    assert find(again, "ferry fog")[0] == FERRY.id
    again.close()


def test_it_can_be_written_after_being_opened_again(opener: Opener, tmp_path: Path) -> None:
    for held in ALL:
        opened = opener(tmp_path)
        put(opened, held)
        opened.close()
    last = opener(tmp_path)
    assert last.chunk_ids() == {chunk.id for chunk in chunks(*ALL)}
    last.close()


@pytest.mark.parametrize("question", ["", "?", '"', "title:", "AND OR NOT", "(", "\\", "a" * 5000, "表 ß é", "\x00"])
def test_no_question_breaks_it(index: Backend, question: str) -> None:
    put(index, *ALL)
    assert set(find(index, question)) <= {held.id for held in ALL}


def test_a_word_is_found_in_its_other_forms_and_counted(tmp_path: Path) -> None:
    index = WordIndex(tmp_path)
    put(index, *ALL)
    assert index.search([("grinding", 1.0)], 5)[0][0].startswith(MILL.id)
    assert (index.document_frequency("BARLEY"), index.document_frequency("zebra"), index.document_frequency("?")) == (
        2,
        0,
        0,
    )
    assert index.size() == 3
    index.close()


def test_a_weight_counts(tmp_path: Path) -> None:
    index = WordIndex(tmp_path)
    put(index, *ALL)
    for weights, first in (((9.0, 1.0), FERRY), ((1.0, 9.0), MILL)):
        assert index.search([("ferry", weights[0]), ("mill", weights[1])], 1)[0][0].startswith(first.id)
    index.close()


def test_an_index_of_another_schema_is_not_opened(tmp_path: Path) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("other", stored=True)
    tantivy.Index(builder.build(), path=str(tmp_path))
    with pytest.raises(ValueError, match="another version"):
        WordIndex(tmp_path)


def test_a_chunk_put_twice_is_one_vector(tmp_path: Path) -> None:
    index = open_vectors(tmp_path)
    assert isinstance(index, VectorIndex)
    for _ in range(2):
        put(index, MILL)
    ids = [chunk.id for chunk in chunks(MILL)]
    assert index.chunk_ids() == set(ids)
    stored = index.vectors([*ids, "nothing"])
    assert list(stored) == ids
    assert abs(float(stored[ids[0]] @ stored[ids[0]]) - 1) < 1e-5
    assert index.vectors([]) == {}
    index.clear()
    assert index.chunk_ids() == set()
    put(index, FERRY)
    assert index.chunk_ids() == {chunk.id for chunk in chunks(FERRY)}
    index.close()


@pytest.mark.parametrize(
    ("published", "number"),
    [(None, 0), ("", 0), ("2031-04-02", 20310402), ("2031-04-02T23:59:00+02:00", 20310402), ("0999-12-31", 9991231)],
)
def test_days_are_numbers_that_sort_like_dates(published: str | None, number: int) -> None:
    assert day_number(published) == number
