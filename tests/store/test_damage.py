"""Damaged index files: they heal on the next opening, with a warning, and what was in the catalogue is all there."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tantivy

from tests.builders import open_library
from tests.conftest import ROOT
from tests.store.indexes import assert_in_step, copy


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


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [(GRAPH[0], garble), (GRAPH[0], delete), (GRAPH[1], garble), (GRAPH[1], cut), (GRAPH[1], empty)],
)
def test_damage_that_kills_the_process_heals_on_the_opening_after_it(
    built_many: Path, tmp_path: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    folder = copy(built_many, tmp_path)
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
    told = [record.getMessage() for record in caplog.records if record.name == "rag.store.opening"]
    assert len(told) == 2
    assert all("is damaged" in line and "built again" in line for line in told)


def test_a_process_that_was_killed_while_opening_a_sound_index_costs_nothing(
    few: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (few / "index" / "vector" / "trial").touch()
    with caplog.at_level(logging.WARNING), open_library(few) as library:
        assert library.index.behind() == 0
        assert_in_step(library)
    assert not caplog.records
    assert not (few / "index" / "vector" / "trial").exists()
