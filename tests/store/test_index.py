"""The search index: in step with the catalogue whatever happened to its files, and never at the catalogue's cost."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import tantivy
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag.datatypes import Article
from rag.store.chunks import split_chunks
from rag.store.library import Library
from tests.builders import article, filled, numbered, open_library
from tests.conftest import ROOT

NAMES = ("word", "vector")
FEW = [numbered(n) for n in range(12)]
MANY = [numbered(n, paragraphs=1) for n in range(1100)]
"""More than Chroma keeps in its log before it writes a graph to files of its own."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small and a large library, closed; tests work on copies."""
    folders = {}
    for name, articles in (("few", FEW), ("many", MANY)):
        folders[name] = tmp_path_factory.mktemp("built") / name
        filled(folders[name], articles).close()
    return folders


@pytest.fixture
def few(built: dict[str, Path], tmp_path: Path) -> Path:
    return copy(built["few"], tmp_path)


def copy(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to / "library"))


@pytest.fixture
def library(few: Path) -> Iterator[Library]:
    with open_library(few) as opened:
        yield opened


def expected(library: Library) -> set[str]:
    held = library.catalogue.articles(library.catalogue.ids()).values()
    return {chunk.id for one in held for chunk in split_chunks(one)}


def assert_in_step(library: Library) -> None:
    """Both indexes hold exactly the catalogue's chunks, once, and both can be searched."""
    words, vectors = library.index.words, library.index.vectors
    chunks = expected(library)
    assert words.chunk_ids() == chunks
    assert vectors.chunk_ids() == chunks
    assert words.size() == len(chunks)
    assert library.index.check() == []
    assert library.index.behind() == 0
    assert {key for key, _ in words.search([("warden", 1.0)], 5)} <= chunks
    found = vectors.search(vectors.embed(["barrels in a cellar"])[0], 5)
    assert {key for key, _ in found} <= chunks
    assert len(found) == min(5, len(chunks))


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


def garble(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes((b"\x07garbled" * (size // 8 + 1))[:size])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def delete(path: Path) -> None:
    path.unlink()


DAMAGE = [garble, cut, empty, delete]
FILES = [
    *(f"word/data/{kind}" for kind in ("meta.json", "*.store", "*.idx", "*.term", "*.pos", "*.fieldnorm")),
    "vector/data/chroma.sqlite3",
]
GRAPH = ["vector/data/*/header.bin", "vector/data/*/data_level0.bin"]

OPEN = """
import sys
from pathlib import Path
from tests.builders import open_library
with open_library(Path(sys.argv[1])) as library:
    library.catch_up()
"""


def damage_all(folder: Path, pattern: str, damage: Callable[[Path], None]) -> None:
    paths = list((folder / "index").glob(pattern))
    assert paths, f"no file {pattern}"
    for path in paths:
        damage(path)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("pattern", FILES)
def test_damaged_files_heal_on_the_next_opening(few: Path, pattern: str, damage: Callable[[Path], None]) -> None:
    damage_all(few, pattern, damage)
    with open_library(few) as library:
        library.catch_up()
        assert_in_step(library)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("pattern", GRAPH)
def test_damage_that_kills_the_process_heals_on_the_opening_after_it(
    built: dict[str, Path], tmp_path: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    folder = copy(built["many"], tmp_path)
    damage_all(folder, pattern, damage)
    # Chroma's own code crashes on some of this, so a process that may die reads it first.
    subprocess.run([sys.executable, "-c", OPEN, str(folder)], cwd=ROOT, check=False, capture_output=True)
    with open_library(folder) as library:
        library.catch_up()
        assert_in_step(library)


def test_a_word_index_of_another_schema_is_built_again(few: Path) -> None:
    data = few / "index" / "word" / "data"
    shutil.rmtree(data)
    data.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("other", stored=True)
    tantivy.Index(builder.build(), path=str(data))
    with open_library(few) as library:
        library.catch_up()
        assert_in_step(library)


def test_damage_is_told_in_a_warning(few: Path, caplog: pytest.LogCaptureFixture) -> None:
    garble(few / "index" / "vector" / "data" / "chroma.sqlite3")
    garble(few / "index" / "word" / "data" / "meta.json")
    with caplog.at_level(logging.WARNING), open_library(few) as library:
        library.catch_up()
    told = [record.getMessage() for record in caplog.records if record.name == "rag.store.index"]
    assert len(told) == 2
    assert all("is damaged" in line and "built again" in line for line in told)


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
    library.index.vectors.put(split_chunks(numbered(99)))


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
