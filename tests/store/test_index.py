"""The search index: in step with the catalogue whatever happened to its files, and never at the catalogue's cost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag.datatypes import Article
from rag.store.chunks import split_chunks
from rag.store.library import Library
from tests.builders import article, filled, numbered, open_library
from tests.store.indexes import FEW, NAMES, assert_in_step, expected


def test_it_follows_the_log_and_says_how_far(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        assert library.catch_up() == 0
        library.put(FEW)
        assert library.index.behind() == len(FEW)
        told: list[tuple[int, int]] = []
        assert library.index.catch_up(lambda done, total: told.append((done, total))) == len(FEW)
        assert told[-1] == (len(FEW), len(FEW))
        assert library.catch_up() == 0
        assert_in_step(library)


def test_it_goes_on_where_it_stopped_when_opened_again(few: Path) -> None:
    with open_library(few) as library:
        library.put([numbered(50)])
        assert library.catch_up() == 1
        assert_in_step(library)


@pytest.mark.parametrize("names", [("word",), ("vector",), NAMES])
@pytest.mark.parametrize("mark", [None, "", "{", "null", "[]", '{"seq": 3}', "\x00\x00"])
def test_a_lost_checkpoint_costs_a_replay_and_leaves_nothing_twice(
    few: Path, names: tuple[str, ...], mark: str | None
) -> None:
    for name in names:
        path = few / "index" / name / "checkpoint"
        path.unlink() if mark is None else path.write_text(mark)
    with open_library(few) as library:
        library.catch_up()
        assert_in_step(library)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seq", [0, 5])
def test_changes_applied_twice_do_no_harm(few: Path, name: str, seq: int) -> None:
    path = few / "index" / name / "checkpoint"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seq": seq}))
    with open_library(few) as library:
        assert library.catch_up() == len(FEW) - seq
        assert_in_step(library)


@pytest.mark.parametrize(
    "other", [{"library": "another"}, {"kind": "0/another-model/local"}, {"seq": 10_000}], ids=lambda o: next(iter(o))
)
@pytest.mark.parametrize("name", NAMES)
def test_an_index_of_another_library_format_or_history_is_not_trusted(
    few: Path, name: str, other: dict[str, str]
) -> None:
    path = few / "index" / name / "checkpoint"
    path.write_text(json.dumps(json.loads(path.read_text()) | other))
    with open_library(few) as library:
        assert library.catch_up() == len(FEW)
        assert_in_step(library)


def test_the_index_folder_of_another_library_is_built_again(few: Path, tmp_path: Path) -> None:
    filled(tmp_path / "other", [numbered(n) for n in range(100, 112)]).close()
    shutil.rmtree(few / "index")
    shutil.copytree(tmp_path / "other" / "index", few / "index")
    with open_library(few) as library:
        library.catch_up()
        assert_in_step(library)


@pytest.mark.parametrize("part", ["", *NAMES])
def test_a_deleted_folder_heals_when_opened(few: Path, part: str) -> None:
    shutil.rmtree(few / "index" / part)
    with open_library(few) as library:
        library.catch_up()
        assert_in_step(library)


@pytest.mark.parametrize("part", ["", *NAMES])
@pytest.mark.parametrize("thread", ["the same thread", "another thread"])
def test_a_folder_deleted_while_open_heals(library: Library, few: Path, part: str, thread: str) -> None:
    library.catch_up()
    assert_in_step(library)
    shutil.rmtree(few / "index" / part)
    if thread == "another thread":
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(library.catch_up).result()
    else:
        library.catch_up()
    assert_in_step(library)
    library.put([numbered(60)])
    assert library.catch_up() == 1
    assert_in_step(library)


def test_removal_leaves_no_chunk_behind(library: Library) -> None:
    library.catalogue.remove(FEW[3].id)
    assert library.catch_up() == 1
    assert_in_step(library)
    assert all(FEW[3].id not in key for key in library.index.words.chunk_ids())


def changed(held: Article, words: str = "The cellar was empty, said the steward of Ebbing.") -> Article:
    return article(words, title=held.title, url=held.url)


def test_a_correction_leaves_no_chunk_of_the_old_words(library: Library) -> None:
    library.put([changed(FEW[3])])
    assert library.catch_up() == 1
    assert_in_step(library)


@pytest.mark.parametrize(
    "steps", [["remove", "new"], ["new", "remove", "old"], ["remove", "old"], ["remove", "new", "old"]]
)
def test_several_changes_of_one_article_between_two_catch_ups_leave_the_last(
    library: Library, steps: list[str]
) -> None:
    library.catch_up()
    for step in steps:
        if step == "remove":
            library.catalogue.remove(FEW[3].id)
        else:
            library.put([changed(FEW[3]) if step == "new" else FEW[3]])
    library.catch_up()
    assert_in_step(library)


PLACES = st.integers(0, 3)
STEP = st.one_of(
    st.tuples(st.just("put"), PLACES, st.integers(0, 2)),
    st.tuples(st.just("remove"), PLACES),
    st.tuples(st.just("catch up")),
    st.tuples(st.just("replay"), st.sampled_from(NAMES), PLACES),
)


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, max_size=12))
def test_whatever_happened_it_ends_in_step(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, *tuple[int | str, ...]]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    library = open_library(folder)
    for step in steps:
        match step:
            case ("put", int(n), int(words)):
                library.put([changed(FEW[n], f"Warden {words} counted nothing in cellar {n}, said the steward.")])
            case ("remove", int(n)) if FEW[n].id in library.catalogue.ids():
                library.catalogue.remove(FEW[n].id)
            case ("catch up",):
                library.catch_up()
            case ("replay", str(name), int(seq)):
                library.catch_up()
                library.close()
                path = folder / "index" / name / "checkpoint"
                kept = json.loads(path.read_text())
                path.write_text(json.dumps(kept | {"seq": min(seq, kept["seq"])}))
                library = open_library(folder)
    library.catch_up()
    assert_in_step(library)
    library.close()


def plant_missing(library: Library) -> None:
    library.index.words.remove([FEW[2].id])
    library.index.words.commit()


def plant_missing_vectors(library: Library) -> None:
    library.index.vectors.remove([FEW[2].id, FEW[5].id])


def plant_strange(library: Library) -> None:
    chunks = split_chunks(numbered(99))
    library.index.vectors.put(chunks, np.ones((len(chunks), 256), dtype=np.float32))


def plant_twice(library: Library) -> None:
    library.index.words.put(split_chunks(FEW[2]))
    library.index.words.commit()


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (plant_missing, "1 chunks are missing from the word index"),
        (plant_missing_vectors, "2 chunks are missing from the vector index"),
        (plant_strange, "1 chunks in the vector index belong to no article"),
        (plant_twice, "1 chunks are in the word index more than once"),
    ],
)
def test_doctor_finds_planted_damage_and_repairs_it(
    library: Library, plant: Callable[[Library], None], said: str
) -> None:
    library.catch_up()
    plant(library)
    sick = library.doctor()
    assert (sick.ok, sick.problems) == (False, (said,))
    assert library.doctor().ok is False, "looking must not mend"
    well = library.doctor(repair=True)
    assert (well.ok, well.problems, well.articles, well.chunks) == (True, (), len(FEW), len(expected(library)))
    assert_in_step(library)


def test_doctor_finds_nothing_wrong_with_a_sound_library(library: Library) -> None:
    assert library.doctor(repair=True).ok
    assert_in_step(library)


def test_doctor_repairs_from_another_thread_than_the_one_that_opened(library: Library) -> None:
    library.catch_up()
    plant_missing(library)
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(lambda: library.doctor(repair=True)).result().ok
    assert_in_step(library)


def test_many_threads_may_add_and_search_at_once(tmp_path: Path) -> None:
    with open_library(tmp_path) as library, ThreadPoolExecutor(6) as pool:

        def work(n: int) -> int:
            library.put([numbered(n), numbered(n + 100)])
            library.catch_up()
            return len(library.index.words.search([("warden", 1.0)], 3))

        assert all(pool.map(work, range(24)))
        library.catch_up()
        assert library.catalogue.count() == 48
        assert_in_step(library)
        groups = {entry.id: (entry.origin, entry.story) for entry in library.catalogue.entries()}
        assert all(origin and story for origin, story in groups.values())
